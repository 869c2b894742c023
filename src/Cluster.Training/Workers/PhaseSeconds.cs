using System.Text.Json.Serialization;

namespace Cluster.Training.Workers;

/// <summary>Where a worker's time in a step went, in seconds; together all of it.</summary>
/// <param name="Compute">Gradients of its shards.</param>
/// <param name="Exchange">Pulling partial sums and mean slices, and waiting for them.</param>
/// <param name="Update">Norm, clipping and optimizer.</param>
/// <param name="Fold">Adding gradients, and dividing their sum.</param>
public readonly record struct PhaseSeconds(double Compute, double Exchange, double Update, double Fold = 0)
{
    /// <summary>All of it.</summary>
    [JsonIgnore]
    public double Total => Compute + Exchange + Update + Fold;

    /// <summary>The mean over workers.</summary>
    /// <param name="workers">Their seconds; at least one.</param>
    public static PhaseSeconds Mean(IReadOnlyCollection<PhaseSeconds> workers) => new(
        workers.Average(worker => worker.Compute),
        workers.Average(worker => worker.Exchange),
        workers.Average(worker => worker.Update),
        workers.Average(worker => worker.Fold));
}
