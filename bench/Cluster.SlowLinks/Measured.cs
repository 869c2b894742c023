namespace Cluster.SlowLinks;

/// <summary>What a run came to.</summary>
/// <param name="MedianSeconds">Median over its rounds or steps but the first, from the plan to the last report.</param>
/// <param name="ExamplesPerSecond">Examples of all rounds or steps but the first, by the sum of their seconds.</param>
/// <param name="WeightsSha256">Digest of the weights.</param>
internal sealed record Measured(double MedianSeconds, double ExamplesPerSecond, string WeightsSha256);
