namespace Cluster.Training.Metrics;

/// <summary>Errors in relation to the numbers themselves, summed; of numbers that are not scaled.</summary>
/// <param name="Percentage">Summed 100 |f - y| / |y|, without numbers that are 0.</param>
/// <param name="Symmetric">Summed 200 |f - y| / (|f| + |y|), 0 where both are 0.</param>
/// <param name="Zeros">Numbers that are 0.</param>
/// <param name="Naive">Summed |f - y| / the column's naive error in training; null where there is none, or it is 0.</param>
public readonly record struct RelativeErrors(double Percentage, double Symmetric, long Zeros, double? Naive)
{
    /// <summary>Adds two sums.</summary>
    /// <param name="other">Sums of other numbers of the same columns.</param>
    public RelativeErrors Add(RelativeErrors other) =>
        new(Percentage + other.Percentage, Symmetric + other.Symmetric, Zeros + other.Zeros, Naive + other.Naive);

    /// <summary>Adds one number.</summary>
    /// <param name="expected">The number, y.</param>
    /// <param name="predicted">Its prediction, f.</param>
    /// <param name="naiveError">The naive error of its column; null if there is none.</param>
    public RelativeErrors Add(double expected, double predicted, double? naiveError)
    {
        double error = Math.Abs(predicted - expected), both = Math.Abs(predicted) + Math.Abs(expected);
        return new RelativeErrors(
            expected == 0 ? Percentage : Percentage + 100 * error / Math.Abs(expected),
            both == 0 ? Symmetric : Symmetric + 200 * error / both,
            expected == 0 ? Zeros + 1 : Zeros,
            naiveError > 0 ? Naive + error / naiveError : null);
    }
}
