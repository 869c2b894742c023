namespace Cluster.Training.Compression;

/// <summary>
/// A way to write a vector in fewer bits. What is lost is never lost for good, because messages hold differences from what all workers know
/// already. Plain float32 in a fixed order: the same bits on every machine. A message has the same length whatever it says.
/// </summary>
public interface ICodec
{
    /// <summary>Floats that a message takes on the data plane: its bytes, four at a time.</summary>
    /// <param name="length">Numbers in the vector.</param>
    int FloatsFor(int length);

    /// <summary>Writes a message.</summary>
    /// <param name="values">The vector, <c>[n]</c>. If a number is not finite, neither is what the message comes to.</param>
    /// <param name="message">Receives the message; all of it is overwritten.</param>
    void Encode(ReadOnlySpan<float> values, Span<byte> message);

    /// <summary>Adds what a message says.</summary>
    /// <param name="message">The message.</param>
    /// <param name="target">Changed in place, <c>[n]</c>.</param>
    void Add(ReadOnlySpan<byte> message, Span<float> target);
}
