using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Cluster.Training.Artifacts.Keras;

/// <summary>Writes arrays as NumPy's .npz: a zip of .npy files, version 1.0, float32, row by row. The same arrays give the same bytes.</summary>
internal static class NpzWriter
{
    private const int Alignment = 64;

    // The earliest time that a zip can hold.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a file.</summary>
    public static void Write(Stream stream, IEnumerable<KerasArray> arrays)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (KerasArray array in arrays)
        {
            ZipArchiveEntry entry = zip.CreateEntry($"{array.Name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = Time;
            using Stream file = entry.Open();
            file.Write(Header(array.Shape));
            file.Write(MemoryMarshal.AsBytes(array.Values.AsSpan()));
        }
    }

    private static byte[] Header(int[] shape)
    {
        string sizes = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        string text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {sizes}, }}";
        // Magic, version and the length of the rest take 10 bytes; all together is a multiple of 64 and ends with a line feed.
        int padded = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment - 10;
        byte[] header = new byte[10 + padded];
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)padded);
        Encoding.ASCII.GetBytes(text.PadRight(padded - 1) + "\n", header.AsSpan(10));
        return header;
    }
}
