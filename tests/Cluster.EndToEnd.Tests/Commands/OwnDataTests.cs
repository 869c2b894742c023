using System.Globalization;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Commands;

public sealed class OwnDataTests
{
    private const string Spec = """
        name: parity
        task: CLASSIFICATION
        data: {dataset: ./numbers.csv, text: word, label: kind}
        model: {layers: [{embedding: {size: 8}}, {lstm: {units: 8}}, {dense: {}}]}
        training: {epochs: 12, batchSize: 32, seed: 1, optimizer: {adam: {learningRate: 0.03}}}
        """;

    [Fact]
    public async Task From_a_file_to_a_model_that_predicts()
    {
        await using TestCluster cluster = new();
        // Words of a and b; the last letter is the class.
        IEnumerable<string> rows = Enumerable.Range(0, 256)
            .Select(i => Convert.ToString(i, 2).PadLeft(8, '0').Replace('0', 'a').Replace('1', 'b'))
            .Select(word => string.Create(CultureInfo.InvariantCulture, $"{word},ends-with-{word[^1]}\n"));
        string file = cluster.Write("numbers.csv", "word,kind\n" + string.Concat(rows));
        string spec = cluster.Write("parity.yaml", Spec);
        await cluster.UpAsync(silos: 2, lanes: 1);

        CommandResult push = await cluster.RunAsync("datasets", "push", file, "--name", "letters");
        push.AssertExitCode(0);
        Assert.Equal("letters\n", push.Out);
        CommandResult again = await cluster.RunAsync("datasets", "push", file, "--name", "letters");
        Assert.Contains("which the server had already", again.Error, StringComparison.Ordinal);
        CommandResult preview = await cluster.RunAsync("datasets", "preview", "letters", "--rows", "1");
        Assert.Contains("aaaaaaaa  ends-with-a", preview.Out, StringComparison.Ordinal);

        // The file beside the spec has the same bytes, so nothing is sent; it is another name for them.
        CommandResult train = await cluster.RunAsync("train", spec, "--output", "json");
        train.AssertExitCode(0);
        Assert.Matches("numbers-[0-9a-f]{8}: 1 file, [0-9,]+ bytes, which the server had already", train.Error);
        string model = train.Json.GetProperty("job").GetString()!;
        CommandResult predict = await cluster.RunAsync("predict", model, "--text", "abababab", "--text", "bbbbaaaa");
        predict.AssertExitCode(0);
        string[] lines = predict.Out.Split('\n');
        Assert.Matches("^abababab +ends-with-b", lines[1]);
        Assert.Matches("^bbbbaaaa +ends-with-a", lines[2]);

        (await cluster.RunAsync("datasets", "rm", "letters")).AssertExitCode(0);
        (await cluster.RunAsync("datasets", "preview", "letters")).AssertExitCode(3);
    }
}
