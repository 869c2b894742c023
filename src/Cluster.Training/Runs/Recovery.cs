using System.Globalization;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Decides how workers become equal again: the newest version anyone holds wins, alive or on disk.</summary>
public static class Recovery
{
    /// <summary>Decides from where everyone stands.</summary>
    /// <param name="workers">Status by name; at least one.</param>
    /// <param name="newest">The newest usable checkpoint; null if there is none.</param>
    public static RecoveryDecision Decide(IReadOnlyDictionary<string, WorkerStatus> workers, Checkpoint? newest)
    {
        long version = workers.Values.Max(status => status.Version);
        if (newest is not null && newest.Step > version)
        {
            return new RecoveryDecision(
                newest.Step, null, newest, [.. workers.Keys.Order(StringComparer.Ordinal)],
                string.Create(CultureInfo.InvariantCulture, $"no living worker is past step {version}; all restore the checkpoint of step {newest.Step}"));
        }

        string source = workers.Where(worker => worker.Value.Version == version).Min(worker => worker.Key)!;
        string[] behind = [.. workers.Where(worker => worker.Value.Version < version).Select(worker => worker.Key).Order(StringComparer.Ordinal)];
        string reason = behind.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"all workers are at step {version}")
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", behind)} copy step {version} from {source}");
        return new RecoveryDecision(version, source, null, behind, reason);
    }
}
