using System.Text.Json;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Tests.Commands;

public sealed class ServerCommandTests : IAsyncLifetime
{
    private readonly CommandRun _command = new();
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _command.Environment["CLUSTER_SERVER"] = _server.Url;
        await File.WriteAllTextAsync(_folder.File("s.yaml"), "name: x\n", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Submit_prints_the_id_and_says_how_to_follow()
    {
        Assert.Equal(0, await _command.RunAsync("submit", _folder.File("s.yaml"), "--set", "training.epochs=2", "--server", _server.Url));

        Assert.Equal(("job-1\n", $"follow it with: cluster watch job-1 --server {_server.Url}\n"), (_command.Out, _command.Error));
        CreateJobRequest request = Assert.Single(_server.Jobs.Created);
        Assert.Equal(("x", 2, false), (request.Spec.Name, request.Spec.Training.Epochs, request.ValidateOnly));
    }

    [Fact]
    public async Task Submit_can_only_check()
    {
        Assert.Equal(0, await _command.RunAsync("submit", _folder.File("s.yaml"), "--validate-only"));

        Assert.Equal(("", "The spec is valid.\n"), (_command.Out, _command.Error));
        Assert.True(Assert.Single(_server.Jobs.Created).ValidateOnly);
    }

    [Fact]
    public async Task Generate_prints_the_text_and_passes_its_options_on()
    {
        Assert.Equal(0, await _command.RunAsync("generate", "job-1"));
        Assert.Equal("/0/1/0\n", _command.Out);
        Assert.Equal(0, await _command.RunAsync("generate", "job-1", "--prompt", "Mon", "--length", "9", "--temperature", "0", "--seed", "7"));
        Assert.Equal("Mon/9/0/7\n", _command.Out);

        Assert.Equal(0, await _command.RunAsync("generate", "job-1", "--length", "9", "--output", "json"));
        using JsonDocument json = JsonDocument.Parse(_command.Out);
        Assert.Equal(("LENGTH", 9), (json.RootElement.GetProperty("stopReason").GetString(), json.RootElement.GetProperty("tokens").GetInt32()));
    }

    [Fact]
    public async Task Pause_and_resume_print_the_state()
    {
        Assert.Equal(0, await _command.RunAsync("pause", "job-1"));
        Assert.Equal("job-1  PAUSING\n", _command.Out);
        Assert.Equal(0, await _command.RunAsync("resume", "job-1"));
        Assert.Equal("job-1  QUEUED\n", _command.Out);
    }

    [Fact]
    public async Task Replay_shows_both_steps_with_all_digits_and_fails_if_they_differ()
    {
        Assert.Equal(0, await _command.RunAsync("replay", "job-1", "--step", "7"));
        Assert.Equal(
            "STEP           LOGGED               REPLAYED\n"
            + "loss           0.30000000000000004  0.30000000000000004\n"
            + "gradient norm  1.5                  1.5\n"
            + "step 7, made again from the initial parameters on silo s1-ab12 in 1.8 s: equal in every bit\n",
            _command.Out);
        Assert.Equal(1, await _command.RunAsync("replay", "job-1", "--step", "120"));
        Assert.Contains("loss           0.3     0.30000000000000004\n", _command.Out, StringComparison.Ordinal);
        Assert.EndsWith("from the checkpoint of step 100 on silo s1-ab12 in 1.8 s: NOT equal\n", _command.Out, StringComparison.Ordinal);
        Assert.Equal(2, await _command.RunAsync("replay", "job-1"));
        Assert.Equal(2, await _command.RunAsync("replay", "job-1", "--step", "0"));
    }

    [Fact]
    public async Task Jobs_are_listed_as_table_or_JSON()
    {
        _server.Jobs.Job.CreateTime = Timestamp.FromDateTimeOffset(Events.Noon);
        _server.Jobs.Job.Progress = new Progress { Step = 1234, TotalSteps = 5000 };

        Assert.Equal(0, await _command.RunAsync("jobs"));
        string row = "job-1  RUNNING  1,234  5,000  2026-01-02 12:00:00Z\n";
        Assert.Equal("JOB    STATE     STEP     OF  CREATED               REASON\n" + row + row, _command.Out);

        Assert.Equal(0, await _command.RunAsync("jobs", "--output", "json"));
        using JsonDocument json = JsonDocument.Parse(_command.Out);
        Assert.Equal("RUNNING", json.RootElement.GetProperty("jobs")[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_job_is_shown_and_an_unknown_one_is_exit_code_3()
    {
        Assert.Equal(0, await _command.RunAsync("job", "job-1"));
        Assert.Equal("JOB    job-1\nstate  RUNNING\n", _command.Out);

        Assert.Equal(3, await _command.RunAsync("job", "nobody"));
        Assert.Equal("error: There is no job nobody.\n", _command.Error);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        Assert.Equal(0, await _command.RunAsync("models"));

        Assert.Equal(
            "MODEL  CREATED  PARAMETERS  WEIGHTS  METRICS\njob-1                7,700  abc      test/accuracy 0.7500\n", _command.Out);
    }

    [Fact]
    public async Task Pull_prints_the_folder()
    {
        _server.Models.Add("labels.txt", [1, 2, 3]);
        string target = _folder.File("model");

        Assert.Equal(0, await _command.RunAsync("pull", "job-1", "--out", target));
        Assert.Equal(target + "\n", _command.Out);

        Assert.Equal(0, await _command.RunAsync("pull", "job-1", "--out", target, "--output", "json"));
        Assert.Equal($"{{\"model\":\"{target}\",\"weightsSha256\":\"abc\",\"metrics\":{{\"test/accuracy\":0.75}}}}\n", _command.Out);
    }

    [Fact]
    public async Task Texts_come_from_the_options_even_if_they_begin_with_an_at_sign()
    {
        Assert.Equal(0, await _command.RunAsync("predict", "job-1", "--text", "ann", "@bob"));

        Assert.Equal(
            "TEXT  LABEL  PROBABILITY  NEXT\nann   ANN         0.7500  other 0.2500\n@bob  @BOB        0.7500  other 0.2500\n", _command.Out);
    }

    [Fact]
    public async Task Texts_come_from_the_input_in_batches_of_a_thousand()
    {
        _command.Input = string.Join('\n', Enumerable.Range(0, 2500));

        Assert.Equal(0, await _command.RunAsync("predict", "job-1", "--output", "json"));

        using JsonDocument json = JsonDocument.Parse(_command.Out);
        JsonElement predictions = json.RootElement.GetProperty("predictions");
        Assert.Equal((2500, "2499"), (predictions.GetArrayLength(), predictions[2499].GetProperty("label").GetString()));
    }

    [Theory]
    [InlineData("", "error: There is no text to predict from; give one by --text, or lines on the input.\n")]
    [InlineData("ann\n\nbob\n", "error: Text 2 is empty; there is nothing to predict from.\n")]
    public async Task Missing_or_empty_texts_are_exit_code_2(string input, string message)
    {
        _command.Input = input;

        Assert.Equal(2, await _command.RunAsync("predict", "job-1"));
        Assert.Equal(message, _command.Error);
    }

    [Fact]
    public async Task The_summary_lists_layers_and_their_total()
    {
        Assert.Equal(0, await _command.RunAsync("summary", _folder.File("s.yaml")));

        Assert.Equal(
            "LAYER      KIND       OUTPUT SHAPE  PARAMETERS\n"
            + "embedding  Embedding  [B, T, 64]         6,400\n"
            + "dense      Dense      [B, 20]            1,300\n"
            + "total                                    7,700\n",
            _command.Out);
    }
}
