using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>Decides whether the version that a worker holds may become that of all. A pure function.</summary>
public static class Trust
{
    /// <summary>Takes a worker at its word, or has it begin anew.</summary>
    /// <param name="status">What the worker says.</param>
    /// <param name="logged">Newest step in the log. Later ones must be logged from the worker's reports, without a gap.</param>
    /// <param name="furthest">Version up to which the run makes nothing but steps after those in the log: what else happened is not in any report.</param>
    /// <param name="voided">Steps that were declared void.</param>
    /// <returns>The status; with version -1 if it is not to be trusted.</returns>
    public static WorkerStatus Of(WorkerStatus status, long logged, long furthest, VoidSteps voided)
    {
        bool good = !voided.Contain(status.Version, status.MadeIn) && (status.Version <= logged || (status.Version <= furthest && Reaches(status, logged)));
        return good ? status : status with { Version = -1, Reports = [] };
    }

    private static bool Reaches(WorkerStatus status, long logged) =>
        status.Reports.Count == status.Version - logged && status.Reports[0].Version == logged + 1;
}
