using System.Globalization;
using System.Text;
using System.Text.Json;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Commands;

/// <summary>Files of users for tasks other than classification: a treebank and a table of measurements.</summary>
public sealed class OwnSequenceTests
{
    private const string Tagger = """
        task: TAGGING
        data: {dataset: bank/tiny-*.conllu, text: form, label: upos}
        tokens: {level: WORD, minCount: 2}
        model:
          layers:
            - embedding: {size: 4, characters: {size: 8, units: 8}}
            - bidirectional: {lstm: {units: 8, returnSequences: true}}
            - dense: {}
        training: {epochs: 10, batchSize: 16, seed: 1, optimizer: {adam: {learningRate: 0.03}}}
        """;

    private const string Forecaster = """
        task: FORECASTING
        data:
          dataset: ./tides.csv
          split: {validation: 0.1, test: 0.2}
          series: {window: 12, horizon: 3}
        model: {layers: [{lstm: {units: 12}}, {dense: {}}]}
        training: {epochs: 15, batchSize: 32, seed: 1, optimizer: {adam: {learningRate: 0.03}}}
        """;

    [Fact]
    public async Task Letters_tell_the_tags_of_words_that_never_came_in_training()
    {
        await using TestCluster cluster = new();
        Directory.CreateDirectory(cluster.PathOf("bank"));
        cluster.Write("bank/tiny-train.conllu", Sentences(0, 96));
        cluster.Write("bank/tiny-dev.conllu", Sentences(96, 8));
        cluster.Write("bank/tiny-test.conllu", Sentences(104, 16));
        string spec = cluster.Write("tagger.yaml", Tagger);

        CommandResult train = (await cluster.RunAsync("train", spec, "--out", "model", "--output", "json")).AssertExitCode(0);

        Assert.Matches("tiny-[0-9a-f]{8}: 3 files, ", train.Error);
        Assert.Contains("96 training examples, 8 validation, 16 test; 2 classes; ", train.Error, StringComparison.Ordinal);
        Assert.Equal(1, train.Json.GetProperty("metrics").GetProperty("test/accuracy").GetDouble());
        CommandResult predict = (await cluster.RunAsync("predict", cluster.PathOf("model"), "--text", "zuzuly zuzued")).AssertExitCode(0);
        Assert.Equal("zuzuly\tADV\nzuzued\tVERB\n\n", predict.Out);
    }

    [Fact]
    public async Task A_table_of_months_is_forecast()
    {
        await using TestCluster cluster = new();
        string table = cluster.Write("tides.csv", "month,level\n" + Rows(0, 372));
        string spec = cluster.Write("tides.yaml", Forecaster);

        CommandResult train = (await cluster.RunAsync("train", spec, "--out", "model", "--output", "json")).AssertExitCode(0);

        JsonElement metrics = train.Json.GetProperty("metrics");
        Assert.InRange(metrics.GetProperty("test/mae").GetDouble(), 0, 0.25 * metrics.GetProperty("test/last_value_mae").GetDouble());
        CommandResult predict = (await cluster.RunAsync("predict", cluster.PathOf("model"), "--file", table, "--out", "next.csv")).AssertExitCode(0);
        Assert.Contains("3 rows in ", predict.Error, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(cluster.PathOf("next.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("level", lines[0]);
        // The wave begins anew after the last row: sin(0), sin(30 degrees), sin(60 degrees).
        double[] forecast = [.. lines[1..].Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal([100, 105, 108.66], forecast, (expected, actual) => Math.Abs(expected - actual) < 3);
    }

    [Fact]
    public async Task A_missing_month_is_told_with_its_line()
    {
        await using TestCluster cluster = new();
        cluster.Write("tides.csv", "month,level\n" + Rows(0, 370) + Rows(371, 1));
        string spec = cluster.Write("tides.yaml", Forecaster);

        CommandResult train = (await cluster.RunAsync("train", spec)).AssertExitCode(1);

        Assert.Contains("tides.csv, line 372, column 'month'", train.Error, StringComparison.Ordinal);
    }

    /// <summary>Four words a sentence, each with letters of its own; how a word ends tells its tag.</summary>
    private static string Sentences(int first, int count)
    {
        StringBuilder text = new();
        for (int sentence = first; sentence < first + count; sentence++)
        {
            for (int word = 1; word <= 4; word++)
            {
                int number = (sentence * 4) + word;
                string stem = string.Concat(number.ToString("000", CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0') * 2)));
                bool isAdverb = number * 7 % 5 < 2;
                string form = stem + (isAdverb ? "ly" : "ed");
                text.Append(CultureInfo.InvariantCulture, $"{word}\t{form}\t{form}\t{(isAdverb ? "ADV" : "VERB")}\t_\t_\t0\troot\t_\t_\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A wave of twelve months around 100, from January 2000 on.</summary>
    private static string Rows(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(month => string.Create(
        CultureInfo.InvariantCulture, $"{2000 + (month / 12)}-{(month % 12) + 1:00},{100 + (10 * Math.Sin(month * Math.PI / 6)):0.00}\n")));
}
