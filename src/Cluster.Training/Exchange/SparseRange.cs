using System.Numerics;
using System.Runtime.InteropServices;

namespace Cluster.Training.Exchange;

/// <summary>
/// How a range of a gradient travels without its zeros: the rows of an embedding whose tokens a batch has not are zero, and with a large
/// vocabulary these are most of the vector. First one bit for each run of 32 floats, least significant first, in whole groups of 32 bits; then
/// the runs whose bit is set. A run that is left out is +0 in every float, so the range arrives with the bits that it had.
/// </summary>
public static class SparseRange
{
    /// <summary>Floats in a run; the last one may be shorter.</summary>
    public const int RunLength = 32;

    /// <summary>Groups of 32 bits that say which runs of a range travel.</summary>
    /// <param name="count">Floats in the range.</param>
    public static int MapLength(int count) => (Runs(count) + 31) / 32;

    /// <summary>Finds the runs that are not all +0.</summary>
    /// <param name="values">The range.</param>
    /// <param name="map">Receives the bits, <c>[MapLength]</c>; overwritten.</param>
    /// <param name="most">As soon as more floats are kept the rest is not looked at.</param>
    /// <returns>Floats in the runs that are kept.</returns>
    public static int Mark(ReadOnlySpan<float> values, Span<uint> map, int most = int.MaxValue)
    {
        map.Clear();
        int kept = 0;
        for (int run = 0, at = 0; at < values.Length && kept <= most; run++, at += RunLength)
        {
            ReadOnlySpan<float> floats = values.Slice(at, Math.Min(RunLength, values.Length - at));
            // The bits decide, not the values: -0 and NaN travel.
            if (!MemoryMarshal.Cast<float, uint>(floats).ContainsAnyExcept(0u)) continue;
            map[run / 32] |= 1u << run % 32;
            kept += floats.Length;
        }

        return kept;
    }

    /// <summary>The next stretch of neighbouring runs that are kept.</summary>
    /// <param name="map">The bits.</param>
    /// <param name="count">Floats in the range.</param>
    /// <param name="from">Where to look from; a multiple of <see cref="RunLength"/>.</param>
    /// <returns>First float of the stretch, and one past its last; both are <paramref name="count"/> if there is none.</returns>
    public static (int Start, int End) NextKept(ReadOnlySpan<uint> map, int count, int from)
    {
        int runs = Runs(count), start = from / RunLength;
        while (start < runs && !IsKept(map, start)) start = map[start / 32] >> start % 32 == 0 ? (start / 32 + 1) * 32 : start + 1;
        int end = start;
        while (end < runs && IsKept(map, end)) end++;
        return (Math.Min(count, start * RunLength), Math.Min(count, end * RunLength));
    }

    /// <summary>Moves runs that lie at the end of a range to where they belong, and clears the rest.</summary>
    /// <param name="map">The bits.</param>
    /// <param name="values">The range; its last floats are the runs that were kept, one after another.</param>
    /// <param name="kept">How many floats these are.</param>
    /// <exception cref="InvalidDataException">The bits stand for another number of floats.</exception>
    public static void Expand(ReadOnlySpan<uint> map, Span<float> values, int kept)
    {
        if (KeptIn(map, values.Length) != kept) throw new InvalidDataException($"{kept} floats came for a range that keeps {KeptIn(map, values.Length)}");
        // What is still to be moved always lies behind where it goes to.
        int source = values.Length - kept;
        for (int at = 0; at < values.Length;)
        {
            (int start, int end) = NextKept(map, values.Length, at);
            values[at..start].Clear();
            values.Slice(source, end - start).CopyTo(values[start..]);
            source += end - start;
            at = end;
        }
    }

    private static int KeptIn(ReadOnlySpan<uint> map, int count)
    {
        int runs = 0;
        foreach (uint group in map) runs += BitOperations.PopCount(group);
        int rest = count % RunLength;
        return rest > 0 && IsKept(map, Runs(count) - 1) ? (runs - 1) * RunLength + rest : runs * RunLength;
    }

    private static int Runs(int count) => (count + RunLength - 1) / RunLength;

    private static bool IsKept(ReadOnlySpan<uint> map, int run) => (map[run / 32] >> run % 32 & 1) != 0;
}
