using Cluster.Training.Metrics;

namespace Cluster.Training.Workers;

/// <summary>What some chunks of a split came to, chunk by chunk, so that sums follow chunk numbers and not workers.</summary>
/// <param name="Counts">One for each chunk, in chunk order.</param>
public sealed record EvaluationPart(IReadOnlyList<EvaluationCounts> Counts)
{
    /// <summary>Class names; empty where there are none, or too many for a report.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
