using Cluster.Training.Planning;

namespace Cluster.Training.Workers;

/// <summary>
/// Reports of the last steps that a worker completed, without a gap. If the coordinator is lost, its successor logs from them what nobody
/// logged: at most the steps of a plan whose reports did not arrive, and those of the one before.
/// </summary>
internal sealed class RecentReports
{
    /// <summary>How many.</summary>
    public const int Kept = 2 * PlanLength.Most;

    private readonly Queue<StepReport> _reports = [];

    /// <summary>Notes a completed step.</summary>
    public void Add(StepReport report)
    {
        if (_reports.Count == Kept) _reports.Dequeue();
        _reports.Enqueue(report);
    }

    /// <summary>Reports of all steps kept that made later versions than this one, oldest first.</summary>
    public StepReport[] After(long version) => [.. _reports.Where(report => report.Version > version)];

    /// <summary>Takes over another worker's, in place of the own ones.</summary>
    public void Replace(IEnumerable<StepReport> reports)
    {
        _reports.Clear();
        foreach (StepReport report in reports) Add(report);
    }
}
