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
    public void Without_metrics_there_is_no_table()
    {
        using StringWriter output = new();
        MetricTable.Write(new Dictionary<string, double>(), output);
        Assert.Equal("", output.ToString());
    }
}
