using Cluster.EndToEnd.Tests.Commands;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Failures;

/// <summary>What users get wrong is told in sentences, with an exit code for scripts.</summary>
[Collection(TrainedClusterGroup.Name)]
public sealed class BadInputTests(TrainedCluster trained)
{
    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        CommandResult result = await AssertErrorAsync(6, "jobs", "--server", "http://127.0.0.1:1");
        Assert.Equal("error: No server answers at http://127.0.0.1:1.\n", result.Error);
    }

    [Theory]
    [InlineData("job")]
    [InlineData("watch")]
    [InlineData("cancel")]
    public async Task An_unknown_job_is_told(string command)
    {
        CommandResult result = await AssertErrorAsync(3, command, "nobody-123456");
        Assert.Equal("error: there is no job 'nobody-123456'\n", result.Error);
    }

    [Fact]
    public async Task An_unknown_model_is_told()
    {
        Assert.Equal("error: there is no model 'nobody-123456'\n", (await AssertErrorAsync(3, "pull", "nobody-123456")).Error);
        Assert.Equal("error: there is no model 'nobody-123456'\n", (await AssertErrorAsync(3, "predict", "nobody-123456", "--text", "x")).Error);
    }

    [Fact]
    public async Task A_spec_that_is_not_there_is_told()
    {
        CommandResult result = await AssertErrorAsync(2, "train", "nowhere.yaml");
        Assert.Equal("error: There is no file nowhere.yaml.\n", result.Error);
    }

    [Fact]
    public async Task Every_field_that_no_spec_has_and_every_value_of_a_wrong_kind_is_told_at_once()
    {
        string spec = trained.Cluster.Write("misspelled.yaml", """
            name: x
            taks: CLASSIFICATION
            data: {dataset: builtin/language-names}
            model:
              layers:
                - lstm: {unit: 64}
            training: {epochs: many, batchSize: 1.5}
            """);
        CommandResult result = await AssertErrorAsync(2, "submit", spec);

        Assert.Equal(
            $"""
            error: {spec} has 4 errors.
              taks: There is no such field. Did you mean task? (line 2)
              model.layers[0].lstm.unit: There is no such field. Did you mean units? (line 6)
              training.epochs: Must be a whole number, not "many". (line 7)
              training.batchSize: Must be a whole number, not "1.5". (line 7)

            """,
            result.Error);
    }

    [Fact]
    public async Task Every_value_out_of_range_is_told_at_once_and_no_job_is_made()
    {
        int before = await CountJobsAsync();
        CommandResult result = await AssertErrorAsync(
            2,
            "submit", Repository.LanguageId,
            "--set", "data.dataset=builtin/nothing",
            "--set", "data.split.test=-0.1",
            "--set", "model.layers[1].bidirectional.lstm.units=0",
            "--set", "training.epochs=-1",
            "--set", "training.shards=200",
            "--set", "training.clipNorm=-1",
            "--set", "training.optimizer={sgd: {learningRate: -0.1}}");

        string[] lines = result.Error.TrimEnd('\n').Split('\n');
        Assert.Equal("error: the spec has 7 violations", lines[0]);
        Assert.Equal(
            ["data.dataset", "data.split.test", "model.layers[1].bidirectional.lstm.units", "training.clipNorm", "training.epochs", "training.optimizer.sgd.learningRate", "training.shards"],
            lines[1..].Select(line => line.Trim().Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("  training.shards: Must be at most training.batchSize, which is 128; it is 200.", lines);
        Assert.Equal(before, await CountJobsAsync());
    }

    [Theory]
    [InlineData("training.clipNorm=.nan")]
    [InlineData("training.clipNorm=.inf")]
    [InlineData("data.split.validation=.nan")]
    [InlineData("training.optimizer={adam: {learningRate: 1e39}}")]
    public async Task A_value_that_is_no_finite_number_is_told(string set)
    {
        CommandResult result = await AssertErrorAsync(2, "submit", Repository.LanguageId, "--set", set);
        Assert.Contains(set.Split('=')[0], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_no_command_knows_are_told()
    {
        Assert.StartsWith("error: There is no command or option \"trian\". Did you mean train?\n", (await AssertErrorAsync(2, "trian")).Error, StringComparison.Ordinal);
        Assert.StartsWith("error: --silos must be at least 1, not 0.\n", (await AssertErrorAsync(2, "train", Repository.LanguageId, "--silos", "0")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_without_letters_cannot_be_predicted_from()
    {
        CommandResult result = await AssertErrorAsync(2, "predict", trained.Model, "--text", "x", "--text", " ");
        Assert.Equal("error: Text 2 is empty; there is nothing to predict from.\n", result.Error);
    }

    private async Task<CommandResult> AssertErrorAsync(int exitCode, params string[] arguments)
    {
        CommandResult result = (await trained.Cluster.RunAsync(arguments)).AssertExitCode(exitCode);
        Assert.Equal("", result.Out);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result;
    }

    private async Task<int> CountJobsAsync() =>
        (await trained.Cluster.RunAsync("jobs", "--output", "json")).AssertExitCode(0).Json.GetProperty("jobs").GetArrayLength();
}
