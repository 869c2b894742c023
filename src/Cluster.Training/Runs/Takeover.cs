namespace Cluster.Training.Runs;

/// <summary>A job changed its coordinator without having been asked to.</summary>
/// <param name="Before">Name of the silo that held the coordinator.</param>
/// <param name="Now">Name of the silo that holds it now.</param>
/// <param name="Lost">Whether the silo before is gone.</param>
/// <param name="Since">When the job was last heard of.</param>
public sealed record Takeover(string Before, string Now, bool Lost, DateTimeOffset Since);
