namespace Cluster.Training.Data;

/// <summary>The letters of a batch's words, padded at the end.</summary>
/// <param name="Width">W, letters of the batch's longest word.</param>
/// <param name="Ids">Letter ids, <c>[B, T, W]</c> row by row; 0 on padding.</param>
/// <param name="Counts">Letters of each word, <c>[B, T]</c> row by row: 1 to W; 0 for steps that are padding.</param>
public sealed record BatchLetters(int Width, int[] Ids, int[] Counts)
{
    /// <summary>Pads the words of some examples to the longest one.</summary>
    /// <param name="rows">The examples; each has the letters of its tokens.</param>
    /// <param name="time">T, the padded length of the sequences.</param>
    public static BatchLetters Of(IReadOnlyList<EncodedExample> rows, int time)
    {
        int width = rows.Max(row => row.Letters!.Max(word => word.Length));
        var ids = new int[checked(rows.Count * time * width)];
        var counts = new int[rows.Count * time];
        for (int row = 0; row < rows.Count; row++)
        {
            int[][] words = rows[row].Letters!;
            for (int t = 0; t < words.Length; t++)
            {
                int place = row * time + t;
                counts[place] = words[t].Length;
                words[t].CopyTo(ids, place * width);
            }
        }

        return new BatchLetters(width, ids, counts);
    }
}
