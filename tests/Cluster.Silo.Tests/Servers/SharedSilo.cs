using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests.Runs;
using Cluster.V1;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace Cluster.Silo.Tests.Servers;

/// <summary>One silo for all tests that leave it as it was, and one job that it trained.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    public RunningSilo Silo { get; private set; } = null!;

    /// <summary>A job that succeeded.</summary>
    public Job Trained { get; private set; } = null!;

    /// <summary>A small valid spec.</summary>
    /// <param name="name">Of the job.</param>
    /// <param name="gate">Embedding size; from <see cref="GatedReplicaFactory.NewGate"/> if the job is to wait.</param>
    public static JobSpec Spec(string name, int gate = 2)
    {
        JobSpec spec = RunSpecs.Small(epochs: 1);
        spec.Name = name;
        spec.Model.Layers[0].Embedding.Size = gate;
        return spec;
    }

    public async ValueTask InitializeAsync()
    {
        Silo = await RunningSilo.Start();
        Trained = await Silo.Train(Spec("trained"));
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
