using System.Globalization;
using Cluster.Training.Checkpoints;
using Cluster.Training.Optimizers;
using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>What a worker must keep or hand on to go on from a version: parameters, optimizer vectors and estimates.</summary>
internal sealed class ReplicaState
{
    private readonly IReplica _replica;
    private readonly uint _seed;
    private readonly ReadOnlyMemory<float>? _initial;
    private readonly NamedVector[] _others;

    public ReplicaState(IReplica replica, IOptimizer optimizer, uint seed, ReadOnlyMemory<float>? initial = null, int estimates = 0)
    {
        _replica = replica;
        _seed = seed;
        _initial = initial;
        OptimizerVectors = [.. optimizer.StateNames.Select(_ => (Memory<float>)new float[replica.Layout.Length])];
        Estimates = [.. Enumerable.Range(0, estimates).Select(_ => (Memory<float>)new float[replica.Layout.Length])];
        _others =
        [
            .. optimizer.StateNames.Zip(OptimizerVectors, (name, values) => new NamedVector(name, values)),
            .. Estimates.Select((values, unit) => new NamedVector(string.Create(CultureInfo.InvariantCulture, $"estimate_{unit}"), values)),
        ];
        Reset();
    }

    /// <summary>Updates made so far.</summary>
    public long Version { get; set; }

    /// <summary>The optimizer's vectors, in the order of its names.</summary>
    public IReadOnlyList<Memory<float>> OptimizerVectors { get; }

    /// <summary>Where messages are compressed, what all workers believe that each unit computes; else none.</summary>
    public IReadOnlyList<Memory<float>> Estimates { get; }

    /// <summary>All vectors, parameters first. Ask anew before each time that you write.</summary>
    public IReadOnlyList<NamedVector> Vectors => [new NamedVector("parameters", _replica.Parameters), .. _others];

    /// <summary>Goes back to version 0: a pure function of the seed, and of the model to begin with if there is one.</summary>
    public void Reset()
    {
        if (_initial is { } initial) initial.Span.CopyTo(_replica.Parameters.Span);
        else _replica.Layout.Initialize(_seed, _replica.Parameters.Span);
        foreach (Memory<float> vector in OptimizerVectors.Concat(Estimates)) vector.Span.Clear();
        Version = 0;
    }
}
