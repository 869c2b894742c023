using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Failures;

public sealed class BadInputTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_wrong_server_address_is_a_sentence_and_exit_code_6()
    {
        CommandResult result = (await _cluster.RunAsync("jobs", "--server", "http://127.0.0.1:1")).AssertExitCode(6);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_a_sentence()
    {
        string file = _cluster.Write("file", "");
        CommandResult result = await _cluster.RunAsync("train", Repository.LanguageId, "--data", Path.Combine(file, "data"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_in_a_spec_is_said_at_once_and_no_job_is_made()
    {
        await _cluster.UpAsync(silos: 1, lanes: 1);
        CommandResult result = (await _cluster.RunAsync(
            "submit", Repository.LanguageId,
            "--set", "data.dataset=builtin/nothing",
            "--set", "training.shards=200",
            "--set", "model.layers[1].bidirectional.lstm.units=0")).AssertExitCode(2);
        Assert.Contains("data.dataset", result.Error, StringComparison.Ordinal);
        Assert.Contains("training.shards", result.Error, StringComparison.Ordinal);
        Assert.Contains("model.layers[1].bidirectional.lstm.units", result.Error, StringComparison.Ordinal);
        CommandResult jobs = (await _cluster.RunAsync("jobs", "--output", "json")).AssertExitCode(0);
        Assert.DoesNotContain("language-id", jobs.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_fails_the_job_names_the_step_and_exits_with_1()
    {
        CommandResult result = (await _cluster.RunAsync(
            "train", Repository.LanguageId, "--silos", "1", "--output", "json",
            "--set", "training.optimizer={sgd: {learningRate: 1e38}}", "--set", "training.clipNorm=1e38")).AssertExitCode(1);
        Assert.Equal("FAILED", result.Json.GetProperty("state").GetString());
        Assert.Equal("NON_FINITE_LOSS", result.Json.GetProperty("reason").GetString());
        Assert.Matches("in step [0-9]+", result.Error);
    }

    [Fact]
    public async Task An_unknown_job_exits_with_3_and_a_model_that_was_trained_predicts()
    {
        await _cluster.UpAsync(silos: 1, lanes: 2);
        (await _cluster.RunAsync("job", "nobody-123456")).AssertExitCode(3);
        CommandResult trained = (await _cluster.RunAsync(
            "train", Repository.LanguageId, "--output", "json",
            "--out", _cluster.PathOf("model"), "--set", "training.epochs=1")).AssertExitCode(0);
        string job = trained.Json.GetProperty("job").GetString()!;
        CommandResult predicted = (await _cluster.RunAsync("predict", job, "--text", "September", "--text", "mardi", "--output", "json")).AssertExitCode(0);
        Assert.Contains("probability", predicted.Out, StringComparison.Ordinal);
        Assert.Contains(job, (await _cluster.RunAsync("models")).AssertExitCode(0).Out, StringComparison.Ordinal);
        Assert.Contains("bidirectional_1", (await _cluster.RunAsync("summary", Repository.LanguageId)).AssertExitCode(0).Out, StringComparison.Ordinal);
    }
}
