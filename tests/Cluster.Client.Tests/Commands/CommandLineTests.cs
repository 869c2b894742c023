using Cluster.Client.Tests.Servers;

namespace Cluster.Client.Tests.Commands;

public sealed class CommandLineTests
{
    private readonly CommandRun _command = new();

    [Theory]
    [InlineData("error: Required argument 'SPEC' missing for command: 'train'.\nSee: cluster train --help\n", "train")]
    [InlineData("error: There is no command or option \"tran\". Did you mean train?\nSee: cluster --help\n", "tran", "spec.yaml")]
    [InlineData("error: Unrecognized command or argument '--foo'.\nSee: cluster jobs --help\n", "jobs", "--foo")]
    [InlineData("error: --silos must be at least 1, not 0.\nSee: cluster up --help\n", "up", "--silos", "0")]
    [InlineData("error: --after must be at least 0.\nSee: cluster watch --help\n", "watch", "j", "--after", "-1")]
    public async Task Wrong_arguments_are_told_shortly_with_exit_code_2(string message, params string[] arguments)
    {
        Assert.Equal(2, await _command.RunAsync(arguments));
        Assert.Equal(("", message), (_command.Out, _command.Error));
    }

    [Fact]
    public async Task A_number_must_be_a_number_and_the_output_one_of_two()
    {
        Assert.Equal(2, await _command.RunAsync("up", "--silos", "many"));
        Assert.Equal(2, await _command.RunAsync("jobs", "--output", "xml"));
    }

    [Fact]
    public async Task Nothing_asked_shows_the_commands()
    {
        Assert.Equal(0, await _command.RunAsync());
        Assert.Contains("train <SPEC>", _command.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_told_as_text_or_JSON()
    {
        Assert.Equal(0, await _command.RunAsync("version"));
        Assert.Equal("cluster 0.1.0\n", _command.Out);
        Assert.Equal(0, await _command.RunAsync("version", "--output", "json"));
        Assert.Equal("{\"version\":\"0.1.0\"}\n", _command.Out);
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("job", "x")]
    [InlineData("watch", "x")]
    [InlineData("cancel", "x")]
    [InlineData("models")]
    [InlineData("pull", "x")]
    [InlineData("predict", "x", "--text", "t")]
    public async Task Without_a_server_one_sentence_says_how_to_start_one_with_exit_code_6(params string[] arguments)
    {
        Assert.Equal(6, await _command.RunAsync(arguments));
        Assert.Equal(
            "error: No silo runs on /no/such/data; start one with: cluster up (or name a server with --server URL).\n", _command.Error);
    }

    [Fact]
    public async Task A_wrong_spec_is_told_with_every_violation_and_exit_code_2()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("s.yaml"), "nam: x\ntask: LOVE\n", TestContext.Current.CancellationToken);

        Assert.Equal(2, await _command.RunAsync("train", folder.File("s.yaml")));
        Assert.Equal(
            $"error: {folder.File("s.yaml")} has 2 errors.\n"
            + "  nam: There is no such field. Did you mean name? (line 1)\n"
            + "  task: There is no value \"LOVE\". Known: CLASSIFICATION, TAGGING, FORECASTING, GENERATION, REGRESSION. (line 2)\n",
            _command.Error);
    }

    [Fact]
    public async Task Silos_of_this_machine_and_a_server_elsewhere_exclude_each_other()
    {
        _command.Environment["CLUSTER_SERVER"] = "http://elsewhere:1";

        Assert.Equal(2, await _command.RunAsync("up"));
        Assert.Equal(2, await _command.RunAsync("up", "--silos", "2"));
        Assert.Equal("error: --silos, --lanes and --device are for silos of this machine, but the server is http://elsewhere:1.\n", _command.Error);
    }
}
