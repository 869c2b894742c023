using Cluster.Client.Rendering;

namespace Cluster.Client.Tests.Rendering;

public sealed class MetricTableTests
{
    [Fact]
    public void Splits_stand_side_by_side()
    {
        using StringWriter output = new() { NewLine = "\n" };
        MetricTable.Write(
            new Dictionary<string, double> { ["test/loss"] = 1.5, ["validation/loss"] = 1.25, ["validation/accuracy"] = 0.5, ["perplexity"] = 12 },
            output);

        Assert.Equal(
            """
            METRIC      VALIDATION    TEST
            accuracy        0.5000
            loss            1.2500  1.5000
            perplexity                      12.0000

            """,
            output.ToString());
    }

    [Fact]
    public void Micro_and_weighted_averages_are_only_counted()
    {
        using StringWriter output = new() { NewLine = "\n" };
        MetricTable.Write(new Dictionary<string, double> { ["test/f1_macro"] = 0.5, ["test/f1_micro"] = 0.6, ["test/f1_weighted"] = 0.7 }, output);

        Assert.Equal(
            """
            METRIC      TEST
            f1_macro  0.5000
            2 more averages with --output json

            """,
            output.ToString());
    }

    [Fact]
    public void Without_metrics_there_is_no_table()
    {
        using StringWriter output = new();
        MetricTable.Write(new Dictionary<string, double>(), output);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void A_line_has_the_main_metrics_of_the_test()
    {
        Dictionary<string, double> metrics = new()
        {
            ["validation/mae"] = 1,
            ["test/smape"] = 2,
            ["test/r2"] = 0.5,
            ["test/mae"] = 3,
        };
        Assert.Equal("test/mae 3.0000, test/r2 0.5000", MetricTable.Line(metrics));
        Assert.Equal("validation/loss 1.0000", MetricTable.Line(new Dictionary<string, double> { ["validation/loss"] = 1 }));
        Assert.Equal("", MetricTable.Line(new Dictionary<string, double>()));
    }
}
