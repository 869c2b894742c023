using Cluster.Training.Data;

namespace Cluster.Training.Metrics;

/// <summary>Error sums of predicted numbers.</summary>
/// <param name="Values">Numbers predicted.</param>
/// <param name="Absolute">Summed absolute errors, not scaled.</param>
/// <param name="Squared">Summed squared errors, not scaled.</param>
/// <param name="Loss">Summed loss of the numbers as the network sees them.</param>
/// <param name="Baselines">Summed absolute errors of simple forecasts of the same numbers, by name.</param>
public sealed record ValueCounts(long Values, double Absolute, double Squared, double Loss, IReadOnlyDictionary<string, double> Baselines)
    : EvaluationCounts
{
    /// <summary>Errors in relation to the numbers.</summary>
    public RelativeErrors Relative { get; init; }

    /// <summary>How far the numbers of each output spread, <c>[K]</c>.</summary>
    public IReadOnlyList<ValueSpread> Spreads { get; init; } = [];

    /// <summary>Adds up the errors of a batch.</summary>
    /// <param name="outputs">Predictions, <c>[B, K]</c> or <c>[B, T', K]</c> row by row.</param>
    /// <param name="targets">Numbers of the same shape, and how many steps count.</param>
    /// <param name="width">K.</param>
    /// <param name="loss">Loss of a difference.</param>
    /// <param name="scaling">How numbers were scaled; null if they were not.</param>
    /// <param name="baselines">Forecasts for the sequences of the batch.</param>
    /// <exception cref="ArgumentException">Predictions and targets do not fit together.</exception>
    public static ValueCounts Of(
        ReadOnlySpan<float> outputs, BatchTargets targets, int width, Func<double, double> loss, SeriesScaling? scaling, IReadOnlyList<Baseline> baselines)
    {
        float[] values = targets.Values!;
        if (outputs.Length != values.Length) throw new ArgumentException($"{outputs.Length} outputs do not belong to {values.Length} values.");
        long count = 0;
        double absolute = 0, squared = 0, lossSum = 0;
        double[] errors = new double[baselines.Count];
        var relative = new RelativeErrors(0, 0, 0, scaling?.NaiveErrors is null ? null : 0);
        var spreads = new ValueSpread[width];
        int rowWidth = values.Length / targets.Lengths.Length;
        for (int row = 0; row < targets.Lengths.Length; row++)
        {
            for (int i = 0; i < targets.Lengths[row] * width; i++)
            {
                int at = row * rowWidth + i, output = i % width;
                double expected = scaling?.Unscale(output, values[at]) ?? values[at];
                double predicted = scaling?.Unscale(output, outputs[at]) ?? outputs[at];
                double error = predicted - expected;
                absolute += Math.Abs(error);
                squared += error * error;
                lossSum += loss((double)outputs[at] - values[at]);
                relative = relative.Add(expected, predicted, scaling?.NaiveErrors?[scaling.Targets[output]]);
                spreads[output] = spreads[output].Add(expected, error);
                for (int b = 0; b < errors.Length; b++) errors[b] += Math.Abs(baselines[b].Forecasts[row][i] - expected);
            }

            count += targets.Lengths[row] * width;
        }

        return new ValueCounts(count, absolute, squared, lossSum, baselines.Index().ToDictionary(pair => pair.Item.Name, pair => errors[pair.Index]))
        {
            Relative = relative,
            Spreads = spreads,
        };
    }

    /// <inheritdoc/>
    public override ValueCounts Add(EvaluationCounts other)
    {
        ValueCounts more = Same<ValueCounts>(other);
        return new ValueCounts(
            Values + more.Values,
            Absolute + more.Absolute,
            Squared + more.Squared,
            Loss + more.Loss,
            Baselines.ToDictionary(pair => pair.Key, pair => pair.Value + more.Baselines[pair.Key]))
        {
            Relative = Relative.Add(more.Relative),
            Spreads = [.. Spreads.Zip(more.Spreads, (mine, theirs) => mine.Add(theirs))],
        };
    }

    /// <summary>
    /// <c>loss</c> (as trained, of scaled numbers), and of numbers that are not scaled <c>mae</c>, <c>mse</c>, <c>rmse</c>, <c>mape</c> and <c>smape</c>
    /// in percent, <c>mase</c> for a series, <c>r2</c> (mean over the outputs, as scikit-learn's uniform_average), and the mean absolute
    /// error of each simple forecast, such as <c>last_value_mae</c>. Left out are mape where a number is 0, mase where a column never
    /// changes in training, and r2 where an output never changes.
    /// </summary>
    public override IReadOnlyDictionary<string, double> Metrics()
    {
        var metrics = new Dictionary<string, double>();
        if (Values == 0) return metrics;
        metrics["loss"] = Loss / Values;
        metrics["mae"] = Absolute / Values;
        metrics["mse"] = Squared / Values;
        metrics["rmse"] = Math.Sqrt(Squared / Values);
        metrics["smape"] = Relative.Symmetric / Values;
        if (Relative.Zeros == 0) metrics["mape"] = Relative.Percentage / Values;
        if (Relative.Naive is { } naive) metrics["mase"] = naive / Values;
        if (Spreads.Count > 0 && Spreads.All(spread => spread.Deviations > 0)) metrics["r2"] = Spreads.Average(spread => 1 - spread.Errors / spread.Deviations);
        foreach ((string name, double error) in Baselines) metrics[$"{name}_mae"] = error / Values;
        return metrics;
    }
}
