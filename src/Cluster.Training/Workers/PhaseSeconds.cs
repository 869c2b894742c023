namespace Cluster.Training.Workers;

/// <summary>Where a worker's time in a step went, in seconds.</summary>
/// <param name="Compute">Gradients of its shards, folded into partial sums.</param>
/// <param name="Exchange">Pulling partial sums and mean slices, finishing the fold of its own slice.</param>
/// <param name="Update">Norm, clipping and optimizer.</param>
public readonly record struct PhaseSeconds(double Compute, double Exchange, double Update);
