namespace Cluster.Training.FineTuning;

/// <summary>What the rows of a parameter stand for, here and in another model.</summary>
/// <param name="Ours">Names of the rows here.</param>
/// <param name="Theirs">Names of the rows there.</param>
internal sealed record RowMatch(IReadOnlyList<string> Ours, IReadOnlyList<string> Theirs)
{
    /// <summary>The other model's row for each row; -1 where it has none of this name.</summary>
    public int[] Rows()
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int row, string name) in Theirs.Index()) places.TryAdd(name, row);
        return [.. Ours.Select(name => places.GetValueOrDefault(name, -1))];
    }
}
