using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>What came of using a model.</summary>
/// <param name="Predictions">One for each input, in order; empty if the model is damaged or can't read an input.</param>
/// <param name="ValueNames">Names of the predicted numbers of one step; empty if classes are predicted.</param>
/// <param name="Damage">What is wrong with the model's files, in a sentence; empty if nothing is.</param>
/// <param name="Misfit">Why the model can't read an input, in a sentence; empty if it can.</param>
/// <param name="MisfitInput">Which input it can't read, from 0.</param>
[GenerateSerializer, Immutable, Alias("cluster.predict-result")]
public sealed record PredictResult(
    [property: Id(0)] IReadOnlyList<Prediction> Predictions,
    [property: Id(1)] IReadOnlyList<string> ValueNames,
    [property: Id(2)] string Damage = "",
    [property: Id(3)] string Misfit = "",
    [property: Id(4)] int MisfitInput = 0);
