namespace Cluster.Silo.FrontDoor;

/// <summary>Guesses which name was meant by one that does not exist.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>Known names within a third of the letters, nearest first; at most three.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) =>
    [
        .. known
            .Select(other => (Name: other, Edits: Edits(name, other)))
            .Where(other => other.Edits <= Math.Max(1, name.Length / 3) || other.Name.StartsWith(name, StringComparison.Ordinal))
            .OrderBy(other => other.Edits).ThenBy(other => other.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(other => other.Name),
    ];

    /// <summary>Letters to insert, delete or replace to turn one name into the other (Levenshtein 1966), row by row.</summary>
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
