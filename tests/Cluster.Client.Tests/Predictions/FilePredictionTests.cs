using Cluster.Client.Tests.Commands;
using Cluster.Client.Tests.Servers;
using Cluster.V1;

namespace Cluster.Client.Tests.Predictions;

public sealed class FilePredictionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _command = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _command.Environment["CLUSTER_SERVER"] = _server.Url;
        _server.Models.Model.Task = JobSpec.Types.Task.Classification;
        _server.Models.Model.Input = new ModelInput { Text = "text" };
        _server.Models.Model.Labels.Add(["other", "ANN"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_table_comes_back_with_label_and_probability()
    {
        Assert.Equal("id,text,label,probability\n1,\"ann, \"\"the\"\" first\",\"ANN, \"\"THE\"\" FIRST\",0.75\n2,bob,BOB,0.75\n", await Predicted("in.csv", "id,text\r\n1,\"ann, \"\"the\"\" first\"\r\n2,bob\r\n"));
        Assert.Equal(_folder.File("out.csv") + "\n", _command.Out);
        Assert.Matches("^2 rows in [0-9.]+ s\n$", _command.Error);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("."), "*.part"));
    }

    [Fact]
    public async Task A_column_that_is_there_keeps_its_name_and_each_class_can_have_one()
    {
        Assert.Equal(
            "text\tlabel\tpredicted_label\tprobability\tprobability_other\tprobability_ANN\nann\tx\tANN\t0.75\t0.25\t0.75\n",
            await Predicted("in.tsv", "text\tlabel\nann\tx\n", "--probabilities"));
        Assert.Equal(int.MaxValue, Assert.Single(_server.Models.Predictions).Top);
    }

    [Fact]
    public async Task Large_files_go_in_calls_of_a_thousand_and_keep_their_order()
    {
        string[] lines = (await Predicted("in.csv", "text\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => $"t{i}\n")))).Split('\n');
        Assert.Equal([1000, 1000, 500], _server.Models.Predictions.Select(call => call.Inputs.Count));
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"t{i},T{i},0.75"), lines[1..^1]);
    }

    [Fact]
    public async Task JSON_lines_keep_their_members_and_may_hold_tokens()
    {
        Assert.Equal(
            "{\"id\":7,\"text\":\"\u00e4nn\",\"label\":\"\u00c4NN\",\"probability\":0.75}\n",
            await Predicted("in.jsonl", "{\"id\":7,\"text\":\"\u00e4nn\"}\n\n"));
        await Predicted("in.jsonl", "{\"tokens\":[\"a\",\"b\"]}\n");
        Assert.Equal(["a", "b"], _server.Models.Predictions.Last().Inputs[0].Tokens);
    }

    [Fact]
    public async Task Tags_are_pairs_in_JSON_and_on_the_screen_and_a_column_in_tables()
    {
        _server.Models.Model.Task = JobSpec.Types.Task.Tagging;
        Assert.Equal("text,tags\na b,A B\n", await Predicted("in.csv", "text\na b\n"));
        Assert.Equal("{\"text\":\"a b\",\"tags\":[[\"a\",\"A\"],[\"b\",\"B\"]]}\n", await Predicted("in.jsonl", "{\"text\":\"a b\"}\n"));
        Assert.Equal(0, await _command.RunAsync("predict", "job-1", "--text", "a b", "c"));
        Assert.Equal("a\tA\nb\tB\n\nc\tC\n\n", _command.Out);
    }

    [Fact]
    public async Task Tags_of_a_treebank_are_remarks_of_its_words()
    {
        _server.Models.Model.Task = JobSpec.Types.Task.Tagging;
        string rest = "\t_\t_\t_\t_\t_\t_\t_\t";
        string bank = $"# text = a's b\n1-2\ta's{rest}_\n1\ta{rest}_\n2\t's{rest}SpaceAfter=No\n\n\n1\tc{rest}_\n1.1\td{rest}_\n";
        Assert.Equal(
            $"# text = a's b\n1-2\ta's{rest}_\n1\ta{rest}Predicted=A\n2\t's{rest}SpaceAfter=No|Predicted='S\n\n1\tc{rest}Predicted=C\n1.1\td{rest}_\n\n",
            await Predicted("in.conllu", bank));
    }

    [Theory]
    [InlineData("in.conllu", "# a\n1\ta b\n", ", line 2: there are 2 columns instead of 10.")]
    [InlineData("in.parquet", "PAR1", " can't be predicted from; files end in .csv .tsv .txt .jsonl .ndjson .conllu.")]
    public async Task A_file_that_can_t_be_read_is_exit_code_2(string name, string content, string message)
    {
        _server.Models.Model.Task = JobSpec.Types.Task.Tagging;
        string file = _folder.File(name);
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        Assert.Equal(2, await _command.RunAsync("predict", "job-1", "--file", file));
        Assert.Equal($"error: {file}{message}\n", _command.Error);
    }

    [Fact]
    public async Task A_forecast_reads_the_last_window_of_the_columns_it_knows()
    {
        _server.Models.Model.Task = JobSpec.Types.Task.Forecasting;
        _server.Models.Model.Input = new ModelInput { Features = 2, Window = 2, Columns = { "y", "x" } };
        _server.Models.ValueNames = ["y"];
        Assert.Equal("y\n18\n18\n", await Predicted("in.csv", "time,x,y\na,100,1\nb,2,3\nc,5,8\n"));
        Assert.Equal([3, 2, 8, 5], Assert.Single(_server.Models.Predictions).Inputs[0].Numbers);

        Assert.Equal(2, await Run("in.csv", "time,x,y\na,1,2\n"));
        Assert.Equal($"error: {_folder.File("in.csv")} has 1 rows, but the model reads 2.\n", _command.Error);
        Assert.Equal(2, await Run("in.csv", "x,y\n1,2\n1,two\n"));
        Assert.Equal($"error: {_folder.File("in.csv")}, line 3: \"two\" in the column \"y\" is no number.\n", _command.Error);
        Assert.Equal(2, await Run("in.csv", "x,z\n1,2\n"));
        Assert.Equal($"error: {_folder.File("in.csv")} has no column \"y\"; it has x, z.\n", _command.Error);
    }

    [Fact]
    public async Task The_format_of_the_output_is_that_of_the_input()
    {
        await File.WriteAllTextAsync(_folder.File("in.csv"), "text\nx\n", TestContext.Current.CancellationToken);
        Assert.Equal(2, await _command.RunAsync("predict", "job-1", "--file", _folder.File("in.csv"), "--out", "out.jsonl"));
        Assert.Equal($"error: out.jsonl must end as {_folder.File("in.csv")} does: what comes out has the format of what goes in.\n", _command.Error);
        Assert.Equal(2, await _command.RunAsync("predict", "job-1", "--text", "x", "--file", _folder.File("in.csv")));
        Assert.StartsWith("error: --text and --file exclude each other.\n", _command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.csv", "a,b\n1,2\n", "has no column \"text\"; it has a, b. Name the one with the text by --column.")]
    [InlineData("in.csv", "text,b\nx\n", "line 2: ")]
    [InlineData("in.csv", "text,b\nx,1\n\"y,2\n", "line 3: ")]
    [InlineData("in.csv", "text,b\n,1\n", "line 2: the column \"text\" is empty.")]
    [InlineData("in.csv", "text\n", "has no rows.")]
    [InlineData("in.csv", "", "is empty.")]
    [InlineData("in.jsonl", "{\"text\":\"x\"}\n[1]\n", "line 2: the row is no JSON object.")]
    [InlineData("in.jsonl", "{\"text\":\n", "line 1: the row can't be read")]
    [InlineData("in.jsonl", "{\"a\":1}\n", "line 1: the row has neither a text \"text\" nor a list \"tokens\" or \"features\".")]
    public async Task A_bad_file_is_exit_code_2_and_a_sentence_with_its_place(string file, string content, string message)
    {
        Assert.Equal(2, await Run(file, content));
        Assert.StartsWith($"error: {_folder.File(file)}", _command.Error, StringComparison.Ordinal);
        Assert.Contains(message, _command.Error, StringComparison.Ordinal);
        Assert.Equal([_folder.File(file)], Directory.EnumerateFiles(Path.GetDirectoryName(_folder.File(file))!));
    }

    private async Task<string> Predicted(string file, string content, params string[] options)
    {
        Assert.True(await Run(file, content, options) == 0, _command.Error);
        return await File.ReadAllTextAsync(_folder.File("out" + Path.GetExtension(file)), TestContext.Current.CancellationToken);
    }

    private async Task<int> Run(string file, string content, params string[] options)
    {
        await File.WriteAllTextAsync(_folder.File(file), content, TestContext.Current.CancellationToken);
        return await _command.RunAsync(["predict", "job-1", "--file", _folder.File(file), "--out", _folder.File("out" + Path.GetExtension(file)), .. options]);
    }
}
