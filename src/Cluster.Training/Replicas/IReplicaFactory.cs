using Cluster.Training.Layers;

namespace Cluster.Training.Replicas;

/// <summary>Builds replicas on one device.</summary>
public interface IReplicaFactory
{
    /// <summary>What the bits of a network's training may depend on: device type and instruction set, library version, precision.</summary>
    /// <param name="network">The network.</param>
    string NumericClassOf(Network network);

    /// <summary>Builds a network; its parameters are not initialised yet.</summary>
    /// <param name="network">The layers with all sizes known.</param>
    /// <exception cref="NotSupportedException">The device cannot compute in the network's precision; the message is for the user.</exception>
    IReplica Create(Network network);
}
