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

    private static double Squared(double difference) => difference * difference;
}
