namespace Cluster.Training.Runs;

/// <summary>Decides who is wrong where all should say the same. A pure function.</summary>
public static class MajorityVote
{
    /// <summary>Decides from what everyone says.</summary>
    /// <param name="said">Who said what; someone may be asked more than once. At least one.</param>
    /// <returns>
    /// Those who ever said something else than more than half of all, in order of their names; null if no answer has more than half.
    /// Empty if all say the same.
    /// </returns>
    public static IReadOnlyList<string>? Wrong(IReadOnlyList<(string Name, string Said)> said)
    {
        (string answer, int votes) = said.GroupBy(one => one.Said).Select(group => (group.Key, group.Count())).MaxBy(group => group.Item2);
        return votes * 2 <= said.Count
            ? null
            : [.. said.Where(one => one.Said != answer).Select(one => one.Name).Distinct().Order(StringComparer.Ordinal)];
    }
}
