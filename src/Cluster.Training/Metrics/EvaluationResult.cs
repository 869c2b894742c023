using Cluster.V1;

namespace Cluster.Training.Metrics;

/// <summary>What the evaluation of a whole split came to.</summary>
/// <param name="Metrics">By name, such as <c>test/accuracy</c>; empty if there are no examples.</param>
/// <param name="Report">Counts by class; null without examples, where targets are numbers, and in language models.</param>
public sealed record EvaluationResult(IReadOnlyDictionary<string, double> Metrics, ClassReport? Report)
{
    /// <summary>The result of no examples.</summary>
    public static EvaluationResult None { get; } = new(new Dictionary<string, double>(), null);
}
