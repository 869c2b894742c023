using System.Runtime.InteropServices;
using Cluster.Training.Data;

namespace Cluster.Models.Forwards;

/// <summary>The different words of a batch, shortest first, so that each needs to be computed once and next to words of its length.</summary>
/// <remarks>A pure function of the batch: equally long words stand in the order in which they first come.</remarks>
internal sealed class DistinctWords
{
    /// <summary>Words whose lengths round up to the same of these are computed together: little padding, and few calls.</summary>
    private static readonly int[] Widths = [4, 8, 16, int.MaxValue];

    private DistinctWords(List<int[]> words, int[] places)
    {
        Words = words;
        Places = places;
    }

    /// <summary>Letter ids of each word.</summary>
    public IReadOnlyList<int[]> Words { get; }

    /// <summary>For each step of each sequence, time first, [T * B], the number of its word; the number of words where padding is.</summary>
    public int[] Places { get; }

    /// <summary>Finds the words of a batch.</summary>
    public static DistinctWords Of(BatchLetters letters, int count, int time)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new List<int[]>();
        int[] places = new int[count * time];
        Array.Fill(places, -1);
        for (int b = 0; b < count; b++)
        {
            for (int t = 0; t < time; t++)
            {
                int step = b * time + t;
                if (letters.Counts[step] == 0) continue;
                ReadOnlySpan<int> ids = letters.Ids.AsSpan(step * letters.Width, letters.Counts[step]);
                // The same bytes seen as text: a dictionary of spans knows no other keys.
                ReadOnlySpan<char> key = MemoryMarshal.Cast<int, char>(ids);
                if (!known.TryGetValue(key, out int number))
                {
                    known[key] = number = words.Count;
                    words.Add(ids.ToArray());
                }

                places[t * count + b] = number;
            }
        }

        return Sorted(words, places);
    }

    /// <summary>Neighbouring words for one call each: first word and number of words.</summary>
    public IEnumerable<Range> Groups()
    {
        int start = 0;
        foreach (int width in Widths)
        {
            int end = start;
            while (end < Words.Count && Words[end].Length <= width) end++;
            if (end > start) yield return start..end;
            start = end;
        }
    }

    private static DistinctWords Sorted(List<int[]> words, int[] places)
    {
        // OrderBy is stable.
        int[] order = [.. Enumerable.Range(0, words.Count).OrderBy(word => words[word].Length)];
        int[] rank = new int[words.Count];
        for (int i = 0; i < order.Length; i++) rank[order[i]] = i;
        return new DistinctWords(
            [.. order.Select(word => words[word])],
            Array.ConvertAll(places, word => word < 0 ? words.Count : rank[word]));
    }
}
