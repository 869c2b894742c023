using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>What a silo gives its workers.</summary>
/// <param name="Replicas">Builds replicas on the device.</param>
/// <param name="Exchange">The data plane.</param>
/// <param name="Blobs">The silo's durable store.</param>
/// <param name="Fetcher">Brings blobs of other silos into the store.</param>
/// <param name="Time">The clock.</param>
public sealed record WorkerSurroundings(IReplicaFactory Replicas, IPeerExchange Exchange, BlobStore Blobs, BlobFetcher Fetcher, TimeProvider Time);
