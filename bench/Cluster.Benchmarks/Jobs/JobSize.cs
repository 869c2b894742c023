namespace Cluster.Benchmarks.Jobs;

/// <summary>How much a job of a preset does.</summary>
/// <param name="Sequences">Sequences in the global batch.</param>
/// <param name="Shards">Parts of the batch.</param>
/// <param name="WarmUp">First steps, which do not count.</param>
/// <param name="Steps">Steps that count.</param>
internal sealed record JobSize(int Sequences, int Shards, int WarmUp, int Steps);
