using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>What an undisturbed run of a spec does: the state at each version, the steps, the weights.</summary>
internal sealed class Reference
{
    private readonly List<string[]> _states = [];
    private readonly Dictionary<string, long> _versions = [];

    private Reference(JobSpec spec, SimulatedCluster cluster)
    {
        Data = DatasetLoader.Load(spec, cluster.Blobs).Training;
        SimulatedSilo silo = cluster.AddSilo();
        // So slow that every step is a plan of its own: a state can be looked at only between two plans.
        silo.Slowness = 20;
        cluster.StartCoordinator();
        while (cluster.Coordinator!.Model is null)
        {
            Assert.True(cluster.World.Step());
            Assert.Null(cluster.Coordinator.Failure);
            if (silo.Replica is null || _versions.ContainsKey(HashOf(silo.Replica.Parameters.Span))) continue;
            if (StateObserver.StateOf(silo.Worker!, _states.Count) is not { Length: > 0 } state) continue;
            _versions.Add(HashOf(silo.Replica.Parameters.Span), _states.Count);
            _states.Add(state);
        }

        WeightsSha256 = cluster.Coordinator.Model.WeightsSha256;
        Steps = [.. cluster.Log.Events.Select(happened => happened.StepCompleted).OfType<StepCompleted>()];
        Epochs = [.. cluster.Log.Events.Select(happened => happened.EpochCompleted).OfType<EpochCompleted>()];
    }

    public EncodedSplit Data { get; }

    public string WeightsSha256 { get; }

    public IReadOnlyList<StepCompleted> Steps { get; }

    public IReadOnlyList<EpochCompleted> Epochs { get; }

    public static Reference Of(JobSpec spec)
    {
        using var cluster = new SimulatedCluster(spec, seed: 0);
        return new Reference(spec, cluster);
    }

    public static string HashOf(ReadOnlySpan<float> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));

    /// <summary>The version whose parameters these are; null if no version has them.</summary>
    public long? VersionOf(string parameters) => _versions.TryGetValue(parameters, out long version) ? version : null;

    /// <summary>Hash of each vector of the state at a version.</summary>
    public IReadOnlyList<string> StateAt(long version) => _states[(int)version];
}
