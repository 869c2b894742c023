using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Benchmarks.Averaging;

/// <summary>Builds <see cref="IdleReplica"/>s.</summary>
internal sealed class IdleReplicaFactory : IReplicaFactory
{
    public string NumericClassOf(Network network) => "none";

    public IReplica Create(Network network) => new IdleReplica(network);
}
