using System.Buffers.Binary;
using System.Numerics;

namespace Cluster.Client.TensorBoard;

/// <summary>
/// Writes records as TFRecord frames them: length as u64, its checksum, the bytes, their checksum; all little-endian. A checksum is a
/// CRC-32C, rotated right by 15 bits, plus 0xa282ead8.
/// </summary>
internal sealed class RecordWriter(Stream output)
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Writes one record.</summary>
    public void Write(ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)record.Length);
        output.Write(length);
        WriteChecksum(length);
        output.Write(record);
        WriteChecksum(record);
    }

    private void WriteChecksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, unchecked(BitOperations.RotateRight(Crc32C(bytes), 15) + MaskDelta));
        output.Write(checksum);
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
