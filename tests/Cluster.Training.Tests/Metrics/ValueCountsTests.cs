using System.Text.Json;
using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.Training.Metrics;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Training.Tests.Metrics;

public class ValueCountsTests
{
    private static readonly BatchTargets Targets = new(Time: 0, [1, 1], Classes: null, [1, -1, 0, 2]);

    [Fact]
    public void Errors_are_those_of_the_numbers_that_were_given()
    {
        // Differences 0.5, -1, 0 and 3.
        ValueCounts counts = ValueCounts.Of([1.5f, -2, 0, 5], Targets, 2, Squared, scaling: null, []);
        IReadOnlyDictionary<string, double> metrics = counts.Metrics();
        Assert.Equal(10.25 / 4, metrics["loss"], 1e-12);
        Assert.Equal(4.5 / 4, metrics["mae"], 1e-12);
        Assert.Equal(10.25 / 4, metrics["mse"], 1e-12);
        Assert.Equal(Math.Sqrt(10.25 / 4), metrics["rmse"], 1e-12);
    }

    [Fact]
    public void Scaled_numbers_are_scaled_back_for_all_but_the_loss()
    {
        // Output 0 belongs to a column with deviation 10, output 1 to one with deviation 2: errors 5, 2, 0 and 6.
        var scaling = new SeriesScaling(["a", "b"], [100, 50], [10, 2], [0, 1]);
        var baseline = new Baseline("last_value", [[111, 48], [100, 53]]);
        IReadOnlyDictionary<string, double> metrics = ValueCounts.Of([1.5f, -2, 0, 5], Targets, 2, Math.Abs, scaling, [baseline]).Metrics();
        Assert.Equal(4.5 / 4, metrics["loss"], 1e-12);
        Assert.Equal(13 / 4.0, metrics["mae"], 1e-12);
        Assert.Equal(65 / 4.0, metrics["mse"], 1e-12);
        // The numbers were 110, 48, 100 and 54.
        Assert.Equal(2 / 4.0, metrics["last_value_mae"], 1e-12);
    }

    [Fact]
    public void Relative_errors_are_those_of_the_M4_competition()
    {
        // In training the series is 10, 12, 15, 11: its naive error is (2 + 3 + 4) / 3 = 3. Then 14 and 10 are forecast as 12 and 15:
        // MASE (2 + 5) / 2 / 3, sMAPE 100 (2 * 2 / 26 + 2 * 5 / 25) / 2, MAPE 100 (2 / 14 + 5 / 10) / 2; formulas as in
        // Makridakis et al. 2020, https://doi.org/10.1016/j.ijforecast.2019.04.014.
        double[][] training = [[10], [12], [15], [11]];
        var scaling = new SeriesScaling(["a"], [10], [2], [0]) { NaiveErrors = SeriesScaling.NaiveErrorsOf(training, season: 0) };
        Assert.Equal([3.0], scaling.NaiveErrors!);
        Assert.Equal([3.0], SeriesScaling.NaiveErrorsOf(training, season: 2)!);
        Assert.Null(SeriesScaling.NaiveErrorsOf(training, season: 4));
        var targets = new BatchTargets(Time: 0, [1, 1], Classes: null, [2, 0]);
        IReadOnlyDictionary<string, double> metrics = ValueCounts.Of([1, 2.5f], targets, 1, Squared, scaling, []).Metrics();
        Assert.Equal(7 / 6.0, metrics["mase"], 1e-12);
        Assert.Equal(27.692307692307693, metrics["smape"], 1e-12);
        Assert.Equal(32.142857142857146, metrics["mape"], 1e-12);
    }

    [Fact]
    public void What_cannot_be_said_in_relation_is_left_out()
    {
        // A number that is 0 has no percentage; both 0 is no error; a column that never changes has no naive error.
        var scaling = new SeriesScaling(["a"], [0], [1], [0]) { NaiveErrors = [0] };
        IReadOnlyDictionary<string, double> metrics = ValueCounts.Of([0, 3], new(0, [1, 1], null, [0, 1]), 1, Squared, scaling, []).Metrics();
        Assert.Equal(50, metrics["smape"], 1e-12);
        Assert.DoesNotContain("mape", metrics.Keys);
        Assert.DoesNotContain("mase", metrics.Keys);
    }

    [Fact]
    public void R2_is_that_of_the_scikit_learn_manual()
    {
        // r2_score of y_true = [3, -0.5, 2, 7], y_pred = [2.5, 0.0, 2, 8] is 0.948...; of two outputs, y_true = [[0.5, 1], [-1, 1], [7, -6]],
        // y_pred = [[0, 2], [-1, 2], [8, -5]], the raw values are 0.96543778 and 0.90816327.
        Assert.Equal(0.9486081370449679, R2([2.5f, 0, 2, 8], [3, -0.5f, 2, 7], 1), 1e-12);
        Assert.Equal((0.96543778 + 0.90816327) / 2, R2([0, 2, -1, 2, 8, -5], [0.5f, 1, -1, 1, 7, -6], 2), 1e-8);
        Assert.True(double.IsNaN(R2([1, 2], [5, 5], 1)));
    }

    [Fact]
    public void Spreads_of_chunks_add_up_even_far_from_zero()
    {
        // 1e9 + (0, 1, .. 9) has the squared deviations 82.5; plain sums of squares would lose them.
        ValueSpread[] chunks = [.. Enumerable.Range(0, 10).Chunk(3).Select(chunk => chunk.Aggregate(default(ValueSpread), (sum, i) => sum.Add(1e9 + i, 0.5)))];
        ValueSpread all = chunks.Aggregate((sum, chunk) => sum.Add(chunk));
        Assert.Equal((10L, 82.5, 2.5), (all.Count, Math.Round(all.Deviations, 6), all.Errors));
    }

    [Fact]
    public void Padding_does_not_count()
    {
        var targets = new BatchTargets(Time: 2, [2, 1], Classes: null, [1, 2, 3, 0]);
        ValueCounts counts = ValueCounts.Of([2, 2, 3, 99], targets, 1, Squared, scaling: null, []);
        Assert.Equal((3L, 1.0), (counts.Values, counts.Absolute));
    }

    [Fact]
    public void The_loss_is_the_one_of_the_spec()
    {
        Assert.Equal(9, ValueLoss.Of(new LossSpec { MeanSquaredError = new() })(-3));
        Assert.Equal(3, ValueLoss.Of(new LossSpec { MeanAbsoluteError = new() })(-3));
        // Half a square up to 2; 2 * (3 - 1) beyond.
        Assert.Equal(0.5, ValueLoss.Of(new LossSpec { Huber = new() { Delta = 2 } })(1));
        Assert.Equal(4, ValueLoss.Of(new LossSpec { Huber = new() { Delta = 2 } })(-3));
    }

    [Fact]
    public void Chunks_add_up_to_the_whole_after_a_journey_as_JSON()
    {
        ValueCounts chunk = ValueCounts.Of([1.5f, -2, 0, 5], Targets, 2, Squared, null, [new Baseline("last_value", [[1, 0], [0, 0]])]);
        EvaluationPart part = JsonSerializer.Deserialize<EvaluationPart>(JsonSerializer.Serialize(new EvaluationPart([chunk, chunk])))!;
        EvaluationCounts sum = part.Counts.Aggregate((all, next) => all.Add(next));
        Assert.Equal(chunk.Metrics(), sum.Metrics());
        Assert.Equal(8, Assert.IsType<ValueCounts>(sum).Values);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused() =>
        Assert.Throws<ArgumentException>(() => ValueCounts.Of(new float[3], Targets, 2, Squared, null, []));

    private static double R2(float[] outputs, float[] values, int width)
    {
        int[] lengths = [.. Enumerable.Repeat(1, values.Length / width)];
        IReadOnlyDictionary<string, double> metrics = ValueCounts.Of(outputs, new(0, lengths, null, values), width, Squared, null, []).Metrics();
        return metrics.TryGetValue("r2", out double value) ? value : double.NaN;
    }

    private static double Squared(double difference) => difference * difference;
}
