namespace Cluster.Training.Metrics;

/// <summary>How far the numbers of one output lie from their mean, and from what was predicted.</summary>
/// <param name="Count">Numbers.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviations">Summed squared differences from the mean.</param>
/// <param name="Errors">Summed squared errors of the predictions.</param>
public readonly record struct ValueSpread(long Count, double Mean, double Deviations, double Errors)
{
    /// <summary>Adds one number.</summary>
    /// <param name="expected">The number.</param>
    /// <param name="error">Difference of its prediction.</param>
    public ValueSpread Add(double expected, double error) => Add(new ValueSpread(1, expected, 0, error * error));

    /// <summary>
    /// Adds the spread of other numbers (Chan, Golub and LeVeque 1979, http://i.stanford.edu/pub/cstr/reports/cs/tr/79/773/CS-TR-79-773.pdf).
    /// Sums of plain squares would lose digits where the mean is large.
    /// </summary>
    /// <param name="other">The other numbers.</param>
    public ValueSpread Add(ValueSpread other)
    {
        long count = Count + other.Count;
        if (count == 0) return this;
        double distance = other.Mean - Mean;
        return new ValueSpread(
            count,
            Mean + distance * other.Count / count,
            Deviations + other.Deviations + distance * distance * ((double)Count * other.Count / count),
            Errors + other.Errors);
    }
}
