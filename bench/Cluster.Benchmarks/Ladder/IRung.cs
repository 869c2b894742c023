using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>One way to train the preset.</summary>
internal interface IRung
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Trains for one round.</summary>
    /// <param name="cancel">Gives up.</param>
    Task<RungSample> Run(CancellationToken cancel);
}
