using System.Buffers.Binary;

namespace Cluster.Training.Data.Files;

/// <summary>
/// Walks through the footer of a Parquet file, which is a struct in Thrift's compact protocol, and checks that every field has the type that it must have
/// and claims no more than the footer holds. The library that reads it believes all that it finds, and never ends on some damaged footers.
/// </summary>
internal ref struct ParquetFooter
{
    private const int TailLength = 8;
    private const int LongestFooter = 1 << 26;
    private const int Deepest = 32;

    private ReadOnlySpan<byte> _rest;

    private ParquetFooter(ReadOnlySpan<byte> footer) => _rest = footer;

    /// <summary>Checks a file's footer; the stream stands at its begin afterwards.</summary>
    /// <exception cref="InvalidDataException">The footer is damaged.</exception>
    public static void Check(Stream stream)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        if (stream.Length < TailLength) throw Damaged();
        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length <= 0 || length > LongestFooter || length > stream.Length - TailLength) throw Damaged();
        byte[] footer = new byte[length];
        stream.Position = stream.Length - TailLength - length;
        stream.ReadExactly(footer);
        stream.Position = 0;
        var walk = new ParquetFooter(footer);
        walk.Struct("FileMetaData", depth: 0);
        if (!walk._rest.IsEmpty) throw Damaged();
    }

    /// <param name="name">The struct in <see cref="ParquetTypes"/>; empty for one that is not known there.</param>
    /// <param name="depth">How many values are around it.</param>
    private void Struct(string name, int depth)
    {
        int field = 0;
        for (byte header = Byte(); header != 0; header = Byte())
        {
            // A field's number is a step from the one before, or follows, with its sign in the last bit.
            int step = header >> 4;
            field = step > 0 ? field + step : (int)(Number() >> 1) & short.MaxValue;
            Value(header & 0x0F, ParquetTypes.FieldOf(name, field), depth, inStruct: true);
        }
    }

    private void Value(int type, string expected, int depth, bool inStruct)
    {
        if (depth > Deepest || !ParquetTypes.Matches(expected, type)) throw Damaged();
        switch (type)
        {
            // In a struct true and false are in the type itself.
            case 1 or 2: Skip(inStruct ? 0UL : 1); break;
            case 3: Skip(1); break;
            case 4 or 5 or 6: Number(); break;
            case 7: Skip(8); break;
            case 8: Skip(Number()); break;
            case 9 or 10: List(ParquetTypes.ItemOf(expected), depth + 1); break;
            case 11: Map(depth + 1); break;
            case 12: Struct(expected, depth + 1); break;
            default: throw Damaged();
        }
    }

    private void List(string expected, int depth)
    {
        byte header = Byte();
        ulong count = header >> 4 == 15 ? Number() : (ulong)(header >> 4);
        // Each value takes a byte or more.
        if (count > (ulong)_rest.Length || !ParquetTypes.Matches(expected, header & 0x0F)) throw Damaged();
        for (ulong i = 0; i < count; i++) Value(header & 0x0F, expected, depth, inStruct: false);
    }

    private void Map(int depth)
    {
        ulong count = Number();
        if (count == 0) return;
        byte types = Byte();
        if (count > (ulong)_rest.Length) throw Damaged();
        for (ulong i = 0; i < count; i++)
        {
            Value(types >> 4, "", depth, inStruct: false);
            Value(types & 0x0F, "", depth, inStruct: false);
        }
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return number;
        }

        throw Damaged();
    }

    private byte Byte()
    {
        if (_rest.IsEmpty) throw Damaged();
        byte next = _rest[0];
        _rest = _rest[1..];
        return next;
    }

    private void Skip(ulong count) => _rest = count <= (ulong)_rest.Length ? _rest[(int)count..] : throw Damaged();

    private static InvalidDataException Damaged() => new("The footer is damaged.");
}
