using Cluster.Training.Folding;
using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>What a worker says about one try of a step. A completed one is the same from every worker, but for the seconds.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Version">The worker's version afterwards.</param>
/// <param name="Sums">Loss sums of all S shards in shard order; empty unless completed or not finite.</param>
/// <param name="GradientNorm">L2 norm of the mean gradient before clipping.</param>
/// <param name="Seconds">Where the time went.</param>
/// <param name="LostEndpoint">Data plane of the worker that did not answer.</param>
/// <param name="Message">What went wrong, in a sentence.</param>
public sealed record StepReport(
    StepOutcome Outcome,
    long Version,
    IReadOnlyList<LossSums> Sums,
    double GradientNorm,
    PhaseSeconds Seconds,
    string? LostEndpoint = null,
    string Message = "")
{
    /// <summary>Bytes of tensors that the worker received from others in this try.</summary>
    public long BytesReceived { get; init; }

    /// <summary>What all workers say about a step: the same, with the mean of their seconds and the sum of their bytes.</summary>
    /// <param name="reports">One from each; at least one.</param>
    public static StepReport Together(IReadOnlyList<StepReport> reports) => reports[0] with
    {
        Seconds = PhaseSeconds.Mean([.. reports.Select(report => report.Seconds)]),
        BytesReceived = reports.Sum(report => report.BytesReceived),
    };

    /// <summary>Mean loss over the step's targets, in nats.</summary>
    public double MeanLoss() => FoldTree.Sum([.. Sums.Select(sums => sums.Loss)]) / Sums.Sum(sums => sums.Targets);

    /// <summary>A report of a try that changed nothing.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="version">The worker's version.</param>
    /// <param name="message">What went wrong, in a sentence.</param>
    /// <param name="lostEndpoint">Data plane of the worker that did not answer, if one was lost.</param>
    public static StepReport Unchanged(StepOutcome outcome, long version, string message, string? lostEndpoint = null) =>
        new(outcome, version, [], 0, default, lostEndpoint, message);
}
