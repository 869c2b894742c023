namespace Cluster.Training.Specs;

/// <summary>Words for lists in sentences.</summary>
internal static class Sentence
{
    /// <summary>Joins items as people do: a, b and c.</summary>
    public static string List(IEnumerable<string> items, string last = "and")
    {
        string[] all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
