using Cluster.V1;

namespace Cluster.Training.Sync;

/// <summary>How the work of a step is cut into units, the leaves of the fold: shards, or the local replicas that stand for several of them.</summary>
/// <param name="LocalSteps">H: local steps in a round; 1 if gradients are averaged in every step.</param>
/// <param name="Units">U: parts that workers compute and that are folded; S where every step exchanges whole gradients, else R.</param>
/// <param name="ShardsPerUnit">S / U.</param>
/// <param name="Codec">How messages are compressed.</param>
/// <param name="TopFraction">Share of the numbers that a message of TOPK holds.</param>
public sealed record SyncSettings(int LocalSteps, int Units, int ShardsPerUnit, SyncSpec.Types.Codec Codec, float TopFraction)
{
    /// <summary>Whether a step of the protocol is a round of local steps.</summary>
    public bool IsLocal => LocalSteps > 1;

    /// <summary>Whether workers exchange compressed messages.</summary>
    public bool IsCompressed => Codec is not (SyncSpec.Types.Codec.Unspecified or SyncSpec.Types.Codec.None);

    /// <summary>Reads them from a spec.</summary>
    /// <param name="training">How to train, from a resolved spec.</param>
    public static SyncSettings Of(TrainingSpec training)
    {
        SyncSpec? sync = training.Sync;
        var read = new SyncSettings(sync is { HasLocalSteps: true } ? sync.LocalSteps : 1, training.Shards, 1, sync?.Compress ?? SyncSpec.Types.Codec.None, sync?.TopFraction ?? 0);
        return read.IsLocal || read.IsCompressed
            ? read with { Units = sync!.Replicas, ShardsPerUnit = training.Shards / sync.Replicas }
            : read;
    }
}
