using Cluster.Training.Randomness;

namespace Cluster.Training.Layers;

/// <summary>Where each named parameter lies in a flat vector. A pure function of the network, so the same everywhere.</summary>
public sealed class ParameterLayout
{
    /// <summary>Each parameter starts at a multiple of so many floats: 64 bytes, the widest vector load.</summary>
    public const int Alignment = 16;

    /// <summary>Longest flat vector in floats: 2 GiB less one alignment, so that byte counts fit in 31 bits.</summary>
    public const int MaxLength = (1 << 29) - Alignment;

    /// <summary>Lays parameters out one after another in the given order.</summary>
    /// <param name="parameters">The parameters; no name twice.</param>
    /// <exception cref="ArgumentException">They do not fit in <see cref="MaxLength"/>.</exception>
    public ParameterLayout(IEnumerable<ParameterShape> parameters)
    {
        var entries = new List<ParameterEntry>();
        long offset = 0;
        foreach (ParameterShape parameter in parameters)
        {
            entries.Add(new ParameterEntry(parameter, (int)offset));
            offset += Padded(parameter);
            if (offset > MaxLength)
                throw new ArgumentException($"The parameters up to {parameter.Name} need {offset} floats, but at most {MaxLength} are possible.");
        }

        Entries = entries;
        Length = (int)offset;
        Trainable = TrainableRanges(entries, Length);
        ParameterCount = entries.Sum(entry => (long)entry.Shape.Count);
    }

    /// <summary>The parameters in the order of the vector.</summary>
    public IReadOnlyList<ParameterEntry> Entries { get; }

    /// <summary>Length of a flat vector in floats, padding included. Padding is and stays zero.</summary>
    public int Length { get; }

    /// <summary>The ranges of a flat vector that training changes, in rising order; one if it changes all parameters.</summary>
    public IReadOnlyList<Range> Trainable { get; }

    /// <summary>Numbers in all parameters, without padding.</summary>
    public long ParameterCount { get; }

    /// <summary>Writes the first values of every parameter.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="parameters">The flat vector, <c>[Length]</c>; overwritten.</param>
    public void Initialize(uint seed, Span<float> parameters)
    {
        parameters.Clear();
        for (int i = 0; i < Entries.Count; i++)
        {
            (ParameterShape shape, int offset) = Entries[i];
            shape.Initializer(parameters.Slice(offset, shape.Count), shape.Shape, RandomKey.Of(RandomKey.Weights, seed, (ulong)i));
        }
    }

    /// <summary>A range goes on to the next parameter, so it holds the padding between its own.</summary>
    private static List<Range> TrainableRanges(List<ParameterEntry> entries, int length)
    {
        var ranges = new List<Range>();
        for (int i = 0; i < entries.Count; i++)
        {
            if (!entries[i].Shape.Trainable) continue;
            int start = entries[i].Offset;
            while (i + 1 < entries.Count && entries[i + 1].Shape.Trainable) i++;
            ranges.Add(start..(i + 1 < entries.Count ? entries[i + 1].Offset : length));
        }

        return ranges;
    }

    /// <summary>Floats that a parameter takes in a flat vector.</summary>
    internal static long Padded(ParameterShape parameter)
    {
        long count = parameter.Shape.Aggregate(1L, (product, size) => product * size);
        return (count + Alignment - 1) / Alignment * Alignment;
    }
}
