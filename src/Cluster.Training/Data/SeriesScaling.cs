namespace Cluster.Training.Data;

/// <summary>How the columns of a series were brought to mean 0 and deviation 1 for the network.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Means">Mean of each column's training part.</param>
/// <param name="Deviations">Standard deviation (divisor n) of each column's training part; 1 for a column that never changes there.</param>
/// <param name="Targets">Column of each predicted number.</param>
public sealed record SeriesScaling(IReadOnlyList<string> Columns, double[] Means, double[] Deviations, int[] Targets)
{
    /// <summary>Mean absolute error of the naive forecast over each column's training part, for the metric mase; null if not worked out.</summary>
    public IReadOnlyList<double>? NaiveErrors { get; init; }

    /// <summary>
    /// Works out the errors of the naive forecast in the training part: the mean of |y[t] - y[t - m]| over t = m .. n-1, where m is the season, or 1
    /// without one (Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001).
    /// </summary>
    /// <param name="rows">The training part, one number a column each.</param>
    /// <param name="season">Steps of a season; 0 for none.</param>
    /// <returns>An error for each column; null if there are no more rows than one season has.</returns>
    public static IReadOnlyList<double>? NaiveErrorsOf(IReadOnlyList<double[]> rows, int season)
    {
        int step = Math.Max(1, season);
        if (rows.Count <= step) return null;
        double[] sums = new double[rows[0].Length];
        for (int row = step; row < rows.Count; row++)
            for (int column = 0; column < sums.Length; column++) sums[column] += Math.Abs(rows[row][column] - rows[row - step][column]);
        return Array.ConvertAll(sums, sum => sum / (rows.Count - step));
    }

    /// <summary>Works out the scaling of some rows.</summary>
    /// <param name="columns">Column names.</param>
    /// <param name="rows">The training part, one number a column each; at least one.</param>
    /// <param name="targets">Column of each predicted number.</param>
    public static SeriesScaling Fit(IReadOnlyList<string> columns, IReadOnlyList<double[]> rows, int[] targets)
    {
        double[] means = new double[columns.Count], deviations = new double[columns.Count];
        for (int column = 0; column < columns.Count; column++)
        {
            double sum = 0, squares = 0;
            foreach (double[] row in rows) sum += row[column];
            means[column] = sum / rows.Count;
            foreach (double[] row in rows) squares += (row[column] - means[column]) * (row[column] - means[column]);
            deviations[column] = squares > 0 ? Math.Sqrt(squares / rows.Count) : 1;
        }

        return new SeriesScaling(columns, means, deviations, targets);
    }

    /// <summary>Returns what the network sees of a number.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="value">The number.</param>
    public float Scale(int column, double value) => (float)((value - Means[column]) / Deviations[column]);

    /// <summary>Returns the number for one of the network's outputs.</summary>
    /// <param name="output">Which output, in the order of <see cref="Targets"/>.</param>
    /// <param name="value">What the network gives.</param>
    public double Unscale(int output, double value) => value * Deviations[Targets[output]] + Means[Targets[output]];
}
