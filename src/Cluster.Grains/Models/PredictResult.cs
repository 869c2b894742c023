using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>What came of using a model.</summary>
/// <param name="Predictions">One for each text, in order; empty if the model is damaged.</param>
/// <param name="Damage">What is wrong with the model's files, in a sentence; empty if nothing is.</param>
/// <param name="Misfit">Why the model can't read the texts, in a sentence; empty if it can.</param>
[GenerateSerializer, Immutable, Alias("cluster.predict-result")]
public sealed record PredictResult(
    [property: Id(0)] IReadOnlyList<Prediction> Predictions,
    [property: Id(1)] string Damage = "",
    [property: Id(2)] string Misfit = "");
