using Cluster.Benchmarks.Processes;

namespace Cluster.Benchmarks.Ladder;

/// <summary>The rungs of a ladder and the silos that some of them need.</summary>
internal sealed class LadderRungs : IAsyncDisposable
{
    private readonly List<SiloCluster> _clusters = [];

    /// <summary>The rungs, in order.</summary>
    public List<IRung> All { get; } = [];

    /// <summary>Takes over silos that have started.</summary>
    public SiloCluster Keep(SiloCluster silos)
    {
        _clusters.Add(silos);
        return silos;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SiloCluster cluster in _clusters) await cluster.DisposeAsync();
    }
}
