using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs;

/// <summary>Builds replicas whose validation loss has a lowest point.</summary>
internal sealed class PeakReplicaFactory : IReplicaFactory
{
    public string NumericClassOf(Network network) => "peak";

    public IReplica Create(Network network) => new PeakReplica(network);
}
