namespace Cluster.Training.Metrics;

/// <summary>How often each class was right, was the label, was predicted; for few classes also which was taken for which.</summary>
/// <param name="Classes">By class, <c>[C]</c>.</param>
/// <param name="Confusion">
/// <c>[C, C]</c> row by row: entry <c>label * C + prediction</c> counts targets of that label and prediction; null for more than
/// <see cref="MostConfused"/> classes.
/// </param>
public sealed record ClassTally(HitCounts[] Classes, long[]? Confusion)
{
    /// <summary>Most classes with a confusion matrix.</summary>
    public const int MostConfused = 100;

    /// <summary>Counts of nothing.</summary>
    /// <param name="classes">C, at least 1.</param>
    public static ClassTally None(int classes) =>
        new(new HitCounts[classes], classes <= MostConfused ? new long[classes * classes] : null);

    /// <summary>Counts one target, in place.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="prediction">The class that was predicted.</param>
    public void Count(int label, int prediction)
    {
        Classes[label] = Classes[label].Add(new HitCounts(label == prediction ? 1 : 0, 1, 0));
        Classes[prediction] = Classes[prediction].Add(new HitCounts(0, 0, 1));
        if (Confusion is not null) Confusion[label * Classes.Length + prediction]++;
    }

    /// <summary>Adds two tallies of the same classes.</summary>
    /// <param name="other">Counts of other targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">The numbers of classes differ.</exception>
    public ClassTally Add(ClassTally other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Classes.Length, Classes.Length);
        return new ClassTally(
            [.. Classes.Zip(other.Classes, (mine, theirs) => mine.Add(theirs))],
            Confusion is null ? null : [.. Confusion.Zip(other.Confusion!, (mine, theirs) => mine + theirs)]);
    }
}
