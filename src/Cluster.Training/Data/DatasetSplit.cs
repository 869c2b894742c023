using Cluster.Training.Randomness;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>Which record goes into which split: a pure function of the seed, the shares and the number of records.</summary>
/// <param name="Training">Records to train on, in rising order.</param>
/// <param name="Validation">Records for validation, in rising order.</param>
/// <param name="Test">Records for the test, in rising order.</param>
public sealed record DatasetSplit(int[] Training, int[] Validation, int[] Test)
{
    /// <summary>Number of records.</summary>
    public int Count => Training.Length + Validation.Length + Test.Length;

    /// <summary>Draws the splits of records that are all alike.</summary>
    /// <param name="count">Number of records.</param>
    /// <param name="shares">Shares of a resolved spec; sizes are rounded to the nearest integer.</param>
    /// <param name="seed">The job's seed.</param>
    public static DatasetSplit Draw(int count, SplitSpec shares, uint seed) => Draw(new DatasetPart?[count], classes: null, shares, seed);

    /// <summary>Takes validation and test as they are given, and draws what is not given from the other records.</summary>
    /// <param name="given">For each record what the source says it is for.</param>
    /// <param name="classes">For each record its class, from 0; read if the shares are of each class.</param>
    /// <param name="shares">Shares of a resolved spec, of all records that are not given to validation or test.</param>
    /// <param name="seed">The job's seed.</param>
    public static DatasetSplit Draw(IReadOnlyList<DatasetPart?> given, IReadOnlyList<int>? classes, SplitSpec shares, uint seed)
    {
        int[] validation = Given(given, DatasetPart.Validation), test = Given(given, DatasetPart.Test);
        int[] others = [.. Enumerable.Range(0, given.Count).Where(record => given[record] is null or DatasetPart.Training)];
        new CounterRandom(RandomKey.Of(RandomKey.Split, seed)).Shuffle(others);
        double validationShare = validation.Length > 0 ? 0 : shares.Validation, testShare = test.Length > 0 ? 0 : shares.Test;
        List<int> drawnTraining = [], drawnValidation = [], drawnTest = [];
        foreach (int[] group in shares.Stratify ? ByClass(others, classes!) : [others])
        {
            SplitSizes sizes = shares.Stratify
                ? SplitSizes.Apportion(group.Length, validationShare, testShare)
                : SplitSizes.Round(group.Length, validationShare, testShare);
            drawnTest.AddRange(group.AsSpan(0, sizes.Test));
            drawnValidation.AddRange(group.AsSpan(sizes.Test, sizes.Validation));
            drawnTraining.AddRange(group.AsSpan(sizes.Test + sizes.Validation));
        }

        return new DatasetSplit(Sorted(drawnTraining), Sorted([.. validation, .. drawnValidation]), Sorted([.. test, .. drawnTest]));
    }

    private static int[] Given(IReadOnlyList<DatasetPart?> given, DatasetPart part) =>
        [.. Enumerable.Range(0, given.Count).Where(record => given[record] == part)];

    // In a group the records stay in the drawn order.
    private static IEnumerable<int[]> ByClass(int[] drawn, IReadOnlyList<int> classes) =>
        drawn.GroupBy(record => classes[record]).OrderBy(group => group.Key).Select(group => group.ToArray());

    private static int[] Sorted(List<int> records)
    {
        records.Sort();
        return [.. records];
    }
}
