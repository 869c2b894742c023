namespace Cluster.Training.Workers;

/// <summary>Who a worker is.</summary>
/// <param name="Job">The job it works for.</param>
/// <param name="Name">Unique in the job: the silo's name.</param>
/// <param name="Endpoint">Base address of the silo's data plane.</param>
public sealed record WorkerIdentity(string Job, string Name, string Endpoint);
