using System.Globalization;
using System.Text;

namespace Cluster.Training.Data.Vectors;

/// <summary>One line of a file of vectors: a word, which may hold spaces, and its numbers, separated by spaces or tabs.</summary>
/// <param name="bytes">The line without its end.</param>
/// <param name="place">File and line, for messages.</param>
internal readonly ref struct VectorLine(ReadOnlySpan<byte> bytes, string place)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes.TrimEnd(" \t\r"u8);

    /// <summary>Whether nothing stands on the line.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>Number of fields, separators counted one by one.</summary>
    public int Fields => _bytes.Count((byte)' ') + _bytes.Count((byte)'\t') + 1;

    /// <summary>Numbers of a header, count and size; null if the line is none.</summary>
    public (long Count, int Size)? Header()
    {
        int gap = Fields == 2 ? _bytes.IndexOfAny((byte)' ', (byte)'\t') : -1;
        return gap > 0
            && long.TryParse(_bytes[..gap], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && int.TryParse(_bytes[(gap + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? (count, size)
            : null;
    }

    /// <summary>The bytes of the word: all that stands before the last numbers of the line.</summary>
    /// <exception cref="InvalidDataException">There are fewer numbers.</exception>
    public ReadOnlySpan<byte> Word(int size)
    {
        ReadOnlySpan<byte> rest = _bytes;
        for (int i = 0; i < size; i++)
        {
            int gap = rest.LastIndexOfAny((byte)' ', (byte)'\t');
            if (gap <= 0) throw new InvalidDataException($"{place}: has {Fields - 1} numbers instead of {size}.");
            rest = rest[..gap];
        }

        return rest;
    }

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidDataException">A field is no finite number.</exception>
    public float[] Numbers(int size)
    {
        float[] values = new float[size];
        ReadOnlySpan<byte> rest = _bytes;
        for (int i = size - 1; i >= 0; i--)
        {
            int gap = rest.LastIndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> field = rest[(gap + 1)..];
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
                throw new InvalidDataException($"{place}: '{Encoding.UTF8.GetString(field[..Math.Min(field.Length, 40)])}' is not a finite number.");
            rest = rest[..gap];
        }

        return values;
    }
}
