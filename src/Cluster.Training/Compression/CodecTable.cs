using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Compression;

/// <summary>All codecs by their name in the spec.</summary>
internal static class CodecTable
{
    /// <summary>Creates the codec of a resolved spec; null if nothing is compressed.</summary>
    public static ICodec? Create(SyncSettings sync) => sync.Codec switch
    {
        SyncSpec.Types.Codec.Fp16 => new HalfCodec(),
        SyncSpec.Types.Codec.Int8 => new IntegerCodec(bits: 8),
        SyncSpec.Types.Codec.Int4 => new IntegerCodec(bits: 4),
        SyncSpec.Types.Codec.Topk => new TopCodec(sync.TopFraction),
        _ => null,
    };
}
