using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>What became of a request for a text.</summary>
/// <param name="Text">The text; null if the model could not be read.</param>
/// <param name="Damage">What is wrong with the model's files; empty if it was used.</param>
[GenerateSerializer, Alias("cluster.generate-result")]
public sealed record GenerateResult(
    [property: Id(0)] GeneratedText? Text,
    [property: Id(1)] string Damage = "");
