using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cluster.Training.Artifacts;

/// <summary>Reads float32 tensors of a safetensors file. The whole header is checked before any value is read.</summary>
public sealed class SafetensorsReader
{
    /// <summary>Longest header that is read, in bytes.</summary>
    public const int MaxHeaderLength = 100_000_000;

    private const int ChunkLength = 1 << 20;

    private readonly Stream _stream;
    private readonly long _data;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file, from its first byte on. Must be able to seek; the caller closes it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short or holds other types than F32.</exception>
    public SafetensorsReader(Stream stream)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("safetensors files are read on little-endian machines only.");
        _stream = stream;
        long length = stream.Length - stream.Position;
        if (length < sizeof(ulong)) throw new InvalidDataException($"A file of {length} bytes is too short for safetensors.");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxHeaderLength) throw new InvalidDataException($"A header of {headerLength} bytes is too long.");
        long dataLength = length - sizeof(ulong) - (long)headerLength;
        if (dataLength < 0) throw new InvalidDataException($"The file ends within its header of {headerLength} bytes.");

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        _data = stream.Position;
        (Dictionary<string, string> metadata, List<SafetensorsEntry> entries) = SafetensorsHeader.Parse(header, dataLength);
        Metadata = metadata;
        Tensors = entries;
        _entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>Properties of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>Throws unless there is a tensor of this name and shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another shape.</exception>
    public void Require(string name, IReadOnlyList<int> shape)
    {
        if (!_entries.TryGetValue(name, out SafetensorsEntry? entry)) throw new InvalidDataException($"There is no tensor {name}.");
        if (!entry.Shape.SequenceEqual(shape.Select(size => (long)size)))
            throw new InvalidDataException($"{name} has the shape [{string.Join(", ", entry.Shape)}], not [{string.Join(", ", shape)}].");
    }

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Receives the values, row by row; as many as the tensor has.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another number of values.</exception>
    public void Read(string name, Span<float> values)
    {
        if (!_entries.TryGetValue(name, out SafetensorsEntry? entry)) throw new InvalidDataException($"There is no tensor {name}.");
        if (entry.Count != values.Length) throw new InvalidDataException($"{name} has {entry.Count} values, not {values.Length}.");
        _stream.Position = _data + entry.Begin;
        for (; values.Length > ChunkLength; values = values[ChunkLength..])
            _stream.ReadExactly(MemoryMarshal.AsBytes(values[..ChunkLength]));
        _stream.ReadExactly(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Whether all values of a tensor are finite; reads it in parts.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public bool IsFinite(string name)
    {
        if (!_entries.TryGetValue(name, out SafetensorsEntry? entry)) throw new InvalidDataException($"There is no tensor {name}.");
        float[] chunk = new float[Math.Min(ChunkLength, entry.Count)];
        _stream.Position = _data + entry.Begin;
        for (long left = entry.Count; left > 0; left -= chunk.Length)
        {
            Span<float> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, left));
            _stream.ReadExactly(MemoryMarshal.AsBytes(part));
            foreach (float value in part)
            {
                if (!float.IsFinite(value)) return false;
            }
        }

        return true;
    }
}
