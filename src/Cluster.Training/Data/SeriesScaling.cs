namespace Cluster.Training.Data;

/// <summary>How the columns of a series were brought to mean 0 and deviation 1 for the network.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Means">Mean of each column's training part.</param>
/// <param name="Deviations">Standard deviation (divisor n) of each column's training part; 1 for a column that never changes there.</param>
/// <param name="Targets">Column of each predicted number.</param>
public sealed record SeriesScaling(IReadOnlyList<string> Columns, double[] Means, double[] Deviations, int[] Targets)
{
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
