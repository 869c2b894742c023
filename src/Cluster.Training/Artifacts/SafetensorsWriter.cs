using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cluster.Training.Artifacts;

/// <summary>
/// Writes float32 tensors in the safetensors format: the header's length (8 bytes, little-endian), a JSON header, the raw values
/// (https://github.com/huggingface/safetensors#format).
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>The header's key for the file's own properties; no tensor may be called that.</summary>
    public const string MetadataKey = "__metadata__";

    private const int ChunkLength = 1 << 20;

    /// <summary>Writes a file; the same content in the same order gives the same bytes.</summary>
    /// <param name="stream">Receives the file from begin to end; need not seek.</param>
    /// <param name="tensors">The tensors, in the order of the file.</param>
    /// <param name="metadata">Properties of the file, in the order of the header; none is fine.</param>
    /// <exception cref="ArgumentException">A name comes twice, or values do not fit their shape.</exception>
    public static void Write(
        Stream stream, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        // Values are copied as they lie in memory.
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("safetensors files are written on little-endian machines only.");
        CheckTensors(tensors);
        ReadOnlySpan<byte> header = Header(tensors, metadata);
        int padding = -header.Length & 7;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        stream.Write(length);
        stream.Write(header);
        stream.Write("       "u8[..padding]);
        foreach (SafetensorsTensor tensor in tensors) WriteValues(stream, tensor.Values.Span);
    }

    private static void CheckTensors(IReadOnlyList<SafetensorsTensor> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { MetadataKey };
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"The name {tensor.Name} is taken.", nameof(tensors));
            if (tensor.Shape.Aggregate(1L, (product, size) => product * size) != tensor.Values.Length)
                throw new ArgumentException(
                    $"{tensor.Name} has {tensor.Values.Length} values, its shape is [{string.Join(", ", tensor.Shape)}].", nameof(tensors));
        }
    }

    private static ReadOnlySpan<byte> Header(
        IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(MetadataKey);
            foreach ((string key, string value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
        }

        long begin = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            long end = begin + (long)tensor.Values.Length * sizeof(float);
            WriteEntry(json, tensor, begin, end);
            begin = end;
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsTensor tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        // In chunks, because a span of bytes holds at most 2^31 of them.
        for (; values.Length > ChunkLength; values = values[ChunkLength..]) stream.Write(MemoryMarshal.AsBytes(values[..ChunkLength]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
