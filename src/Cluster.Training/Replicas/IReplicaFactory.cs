using Cluster.Training.Layers;

namespace Cluster.Training.Replicas;

/// <summary>Builds replicas on one device.</summary>
public interface IReplicaFactory
{
    /// <summary>What bits may depend on: device type and instruction set, library version, precision.</summary>
    string NumericClass { get; }

    /// <summary>Builds a network; its parameters are not initialised yet.</summary>
    /// <param name="network">The layers with all sizes known.</param>
    IReplica Create(Network network);
}
