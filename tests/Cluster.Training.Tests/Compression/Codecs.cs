using Cluster.Training.Compression;

namespace Cluster.Training.Tests.Compression;

internal static class Codecs
{
    /// <summary>What is left of a vector on the other side, which knew nothing.</summary>
    public static float[] Through(ICodec codec, float[] values)
    {
        byte[] message = new byte[codec.FloatsFor(values.Length) * sizeof(float)];
        // A message does not depend on what lay in the memory before.
        message.AsSpan().Fill(0xA5);
        codec.Encode(values, message);
        float[] read = new float[values.Length];
        codec.Add(message, read);
        return read;
    }
}
