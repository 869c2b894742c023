using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cluster.Silo.DataPlane;

/// <summary>
/// What is asked for on a connection for pulls. As bytes, little-endian: the length of the rest (int32), <c>Fence</c> (int64), <c>Index</c>, <c>Offset</c>,
/// <c>Count</c> (int32 each), <c>IsNear</c> (1 byte), the length of <c>Job</c> (1 byte), <c>Job</c>, <c>Block</c>.
/// </summary>
/// <param name="Job">The job; at most 255 bytes of UTF-8.</param>
/// <param name="Fence">The attempt of a block, or the version of a state.</param>
/// <param name="Block">Name of the block; empty for a vector of the state.</param>
/// <param name="Index">Which vector of the state.</param>
/// <param name="Offset">First float.</param>
/// <param name="Count">Number of floats.</param>
/// <param name="IsNear">Whether who asks can read the silo's memory.</param>
internal readonly record struct PullRequest(string Job, long Fence, string Block, int Index, int Offset, int Count, bool IsNear = false)
{
    /// <summary>Most bytes of a request, the length in front included.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Writes it.</summary>
    /// <param name="into">Receives the bytes; <see cref="MaxBytes"/> are enough.</param>
    /// <returns>How many bytes.</returns>
    public int Write(Span<byte> into)
    {
        Span<byte> rest = into[sizeof(int)..], names = rest[Numbers.Bytes..];
        int job = Encoding.UTF8.GetBytes(Job, names);
        var numbers = new Numbers(Fence, Index, Offset, Count, IsNear ? (byte)1 : (byte)0, checked((byte)job));
        MemoryMarshal.Write(rest, numbers);
        int length = Numbers.Bytes + job + Encoding.UTF8.GetBytes(Block, names[job..]);
        BinaryPrimitives.WriteInt32LittleEndian(into, length);
        return sizeof(int) + length;
    }

    /// <summary>Reads the next one.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="buffer">At least <see cref="MaxBytes"/>.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The request; null if no more comes.</returns>
    /// <exception cref="InvalidDataException">These bytes are none.</exception>
    public static async ValueTask<PullRequest?> Read(Stream stream, Memory<byte> buffer, CancellationToken cancel)
    {
        if (await stream.ReadAtLeastAsync(buffer[..sizeof(int)], sizeof(int), throwOnEndOfStream: false, cancel) < sizeof(int)) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(buffer.Span);
        if (length is < Numbers.Bytes or > MaxBytes - sizeof(int)) throw new InvalidDataException($"a request of {length} bytes");
        await stream.ReadExactlyAsync(buffer[..length], cancel);
        return Parse(buffer.Span[..length]);
    }

    private static PullRequest Parse(ReadOnlySpan<byte> bytes)
    {
        var numbers = MemoryMarshal.Read<Numbers>(bytes);
        ReadOnlySpan<byte> names = bytes[Numbers.Bytes..];
        if (numbers.JobLength > names.Length) throw new InvalidDataException($"a name of {numbers.JobLength} bytes in a request of {bytes.Length}");
        return new PullRequest(
            Encoding.UTF8.GetString(names[..numbers.JobLength]),
            numbers.Fence,
            Encoding.UTF8.GetString(names[numbers.JobLength..]),
            numbers.Index,
            numbers.Offset,
            numbers.Count,
            numbers.IsNear != 0);
    }

    // What lies before the names, as it lies there on every machine that .NET runs on.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Numbers(long Fence, int Index, int Offset, int Count, byte IsNear, byte JobLength)
    {
        public const int Bytes = 22;
    }
}
