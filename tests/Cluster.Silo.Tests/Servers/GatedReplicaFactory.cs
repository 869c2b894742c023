using System.Collections.Concurrent;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using Cluster.Training.Tests.Runs;

namespace Cluster.Silo.Tests.Servers;

/// <summary>
/// Builds closed-form replicas. One whose embedding has at least <see cref="FirstGated"/> numbers computes its gradients only
/// after the gate of that size is open, so that a test decides when a job goes on.
/// </summary>
internal sealed class GatedReplicaFactory : IReplicaFactory
{
    public const int FirstGated = 8;

    private readonly ConcurrentDictionary<int, Gate> _gates = [];
    private int _gated = FirstGated - 1;

    public string NumericClassOf(Network network) => "quadratic";

    /// <summary>An embedding size whose gate is closed, for one test.</summary>
    public int NewGate() => Interlocked.Increment(ref _gated);

    /// <summary>Opens a gate.</summary>
    public void Open(int size) => Of(size).Open();

    /// <summary>Waits until a job stands before a gate.</summary>
    public Task Reached(int size) => Of(size).Reached.WaitAsync(TimeLimit.Token);

    public IReplica Create(Network network)
    {
        int size = network.Layout.Entries[0].Shape.Shape[1];
        return new GatedReplica(new QuadraticReplica(network, lanes: 1), size < FirstGated ? null : Of(size));
    }

    private Gate Of(int size) => _gates.GetOrAdd(size, _ => new Gate());

    private sealed class GatedReplica(QuadraticReplica replica, Gate? gate) : IReplica
    {
        public ParameterLayout Layout => replica.Layout;

        public int Lanes => replica.Lanes;

        public Memory<float> Parameters => replica.Parameters;

        public async Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel)
        {
            if (gate is not null) await gate.Pass(cancel);
            return await replica.ComputeGradient(batch, gradient, cancel);
        }

        public Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel) => replica.Infer(batch, cancel);

        public void Dispose() => replica.Dispose();
    }
}
