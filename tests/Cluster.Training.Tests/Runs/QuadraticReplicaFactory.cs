using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Tests.Runs;

/// <summary>Builds closed-form replicas.</summary>
public sealed class QuadraticReplicaFactory(int lanes = 1, string numericClass = "quadratic") : IReplicaFactory
{
    public string NumericClassOf(Network network) => numericClass;

    public IReplica Create(Network network) => new QuadraticReplica(network, lanes);
}
