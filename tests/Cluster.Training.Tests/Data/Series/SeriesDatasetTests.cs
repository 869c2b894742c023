using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Series;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Series;

public class SeriesDatasetTests
{
    private static readonly double[] Flat = [7];

    // Column x counts 0 to 19; y is ten times as much.
    private static readonly SeriesDataset Ramp =
        new(new SeriesTable(["x", "y"], [.. Enumerable.Range(0, 20).Select(i => new[] { i, 10.0 * i })]));

    [Fact]
    public void Windows_and_targets_follow_each_other()
    {
        // 20 rows: 12 to train on, 4 for validation, 4 for the test.
        EncodedDataset dataset = Encode(new SeriesSpec { Window = 3, Horizon = 2 });
        Assert.Equal(new DataShape(0, Features: 2, Outputs: 4, TargetKind.Values, TargetPerStep: false), dataset.Shape);
        Assert.Equal((8, 3, 3), (dataset.Training.Count, dataset.Validation.Count, dataset.Test.Count));
        AssertRows(dataset, dataset.Training.Examples[0], window: [0, 1, 2], targets: [3, 4]);
        AssertRows(dataset, dataset.Training.Examples[^1], window: [7, 8, 9], targets: [10, 11]);
        // The window reaches back into the past, the targets never do.
        AssertRows(dataset, dataset.Validation.Examples[0], window: [9, 10, 11], targets: [12, 13]);
        AssertRows(dataset, dataset.Validation.Examples[^1], window: [11, 12, 13], targets: [14, 15]);
        AssertRows(dataset, dataset.Test.Examples[0], window: [13, 14, 15], targets: [16, 17]);
        AssertRows(dataset, dataset.Test.Examples[^1], window: [15, 16, 17], targets: [18, 19]);
    }

    [Fact]
    public void Only_the_training_part_decides_the_scale()
    {
        SeriesScaling scaling = Encode(new SeriesSpec()).Scaling!;
        // Mean of 0 to 11 and root of (12^2 - 1) / 12.
        Assert.Equal([5.5, 55], scaling.Means);
        Assert.Equal([3.452052529534663, 34.52052529534663], scaling.Deviations, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(17, scaling.Unscale(0, scaling.Scale(0, 17)), 1e-5);
    }

    [Fact]
    public void A_column_that_never_changes_keeps_its_scale()
    {
        var flat = new SeriesDataset(new SeriesTable(["x"], [.. Enumerable.Repeat(Flat, 20)]));
        Assert.All(Encode(flat, new SeriesSpec { Window = 2 }).Training.Examples, example => Assert.All(example.Features!, value => Assert.Equal(0, value)));
    }

    [Fact]
    public void A_stride_leaves_out_training_windows_only()
    {
        EncodedDataset dataset = Encode(new SeriesSpec { Window = 3, Horizon = 2, Stride = 3 });
        Assert.Equal((3, 3, 3), (dataset.Training.Count, dataset.Validation.Count, dataset.Test.Count));
        AssertRows(dataset, dataset.Training.Examples[1], window: [3, 4, 5], targets: [6, 7]);
    }

    [Fact]
    public void Some_columns_can_be_the_targets_also_as_a_sequence()
    {
        EncodedDataset dataset = Encode(new SeriesSpec { Window = 3, Horizon = 2, Targets = { "y" }, Stepwise = true });
        Assert.Equal(new DataShape(0, Features: 2, Outputs: 1, TargetKind.Values, TargetPerStep: true), dataset.Shape);
        EncodedExample first = dataset.Test.Examples[0];
        Assert.Equal([160.0, 170], first.Values!.Select(value => Math.Round(dataset.Scaling!.Unscale(0, value), 3)));
    }

    [Fact]
    public void Simple_forecasts_repeat_the_last_value_or_that_of_a_season_before()
    {
        EncodedDataset dataset = Encode(new SeriesSpec { Window = 3, Horizon = 3, Targets = { "x" }, Season = 2 });
        Assert.Equal(["last_value", "seasonal_naive"], dataset.Test.Baselines.Select(baseline => baseline.Name));
        // The forecast of 16, 17 and 18 is made after 15: two months before 18 is not known then, so it is four.
        Assert.Equal([15f, 15, 15], dataset.Test.Baselines[0].Forecasts[0]);
        Assert.Equal([14f, 15, 14], dataset.Test.Baselines[1].Forecasts[0]);
        Assert.Equal(["last_value"], Encode(new SeriesSpec { Window = 3 }).Test.Baselines.Select(baseline => baseline.Name));
    }

    [Fact]
    public void A_series_that_is_too_short_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Encode(new SeriesSpec { Window = 10, Horizon = 3 }));
        Assert.Equal("The series has 12 rows to train on, fewer than one window and its horizon need, which is 13.", error.Message);
    }

    [Fact]
    public void Windows_that_make_no_sense_are_refused()
    {
        Assert.Empty(Check(new SeriesSpec { Window = 5, Horizon = 5, Stride = 1, Season = 0, Targets = { "y", "x" } }));
        Violation[] expected =
        [
            new("data.series.horizon", "Must be at most data.series.window, which is 5; it is 6."),
            new("data.series.stride", "Must be at least 1; it is 0."),
            new("data.series.season", "Must be at least 0; it is -1."),
            new("data.series.targets[1]", "'x' is given twice."),
            new("data.series.targets[2]", "The series has no column 'z'; it has x and y."),
        ];
        Assert.Equal(expected, Check(new SeriesSpec { Window = 5, Horizon = 6, Stride = 0, Season = -1, Targets = { "x", "x", "z" } }));
        Assert.Equal(
            [new Violation("data.series.horizon", "Must be at most data.series.window, which is 24; it is 25.")], Check(new SeriesSpec { Horizon = 25 }));
        Assert.Equal(["data.series.window", "data.series.horizon"], Check(new SeriesSpec { Window = 0, Horizon = 0 }).Select(violation => violation.Field));
    }

    private static void AssertRows(EncodedDataset dataset, EncodedExample example, int[] window, int[] targets)
    {
        SeriesScaling scaling = dataset.Scaling!;
        Assert.Equal(window.SelectMany(row => new[] { scaling.Scale(0, row), scaling.Scale(1, 10 * row) }), example.Features!);
        Assert.Equal(targets.SelectMany(row => new[] { scaling.Scale(0, row), scaling.Scale(1, 10 * row) }), example.Values!);
    }

    private static IEnumerable<Violation> Check(SeriesSpec series) => Ramp.Check(new JobSpec { Data = new DataSpec { Series = series } });

    private static EncodedDataset Encode(SeriesSpec series) => Encode(Ramp, series);

    private static EncodedDataset Encode(SeriesDataset dataset, SeriesSpec series)
    {
        if (!series.HasWindow) series.Window = 3;
        var spec = new JobSpec
        {
            Data = new DataSpec { Series = series, Split = new SplitSpec { Validation = 0.2, Test = 0.2 } },
            Training = new TrainingSpec { Seed = 1 },
        };
        dataset.FillDefaults(spec);
        return dataset.Encode(spec, new BlobStore("unused"));
    }
}
