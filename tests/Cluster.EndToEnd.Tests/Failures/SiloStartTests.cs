using System.Net;
using System.Net.Sockets;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Failures;

/// <summary>A silo that cannot start says why in one sentence, and so does the command that started it.</summary>
public sealed class SiloStartTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        CommandResult result = await _cluster.Start(Repository.SiloProgram, "", ["--data", _cluster.Data, "--port", $"{port}"]).EndAsync();

        result.AssertExitCode(1);
        Assert.Equal($"error: port {port} cannot be used: Address already in use\n", result.Error);
    }

    [Fact]
    public async Task A_silo_that_cannot_start_gives_its_sentence_to_the_command()
    {
        Directory.CreateDirectory(_cluster.PathOf("other"));
        // Where the silo wants a folder.
        _cluster.Write("other/membership", "");

        CommandResult result = await _cluster.RunAsync("train", Repository.LanguageId, "--data", "other");

        result.AssertExitCode(6);
        Assert.Matches("^error: The silo silo-1 did not start\\. .*membership.*\n$", result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_told()
    {
        string file = _cluster.Write("file", "");
        string folder = Path.Combine(file, "data");

        CommandResult result = (await _cluster.RunAsync("train", Repository.LanguageId, "--data", folder)).AssertExitCode(2);
        Assert.StartsWith($"error: The data directory {folder} can't be written: ", result.Error, StringComparison.Ordinal);

        CommandResult silo = await _cluster.Start(Repository.SiloProgram, "", ["--data", folder]).EndAsync();
        Assert.StartsWith($"error: the data directory {folder} cannot be written: ", silo.AssertExitCode(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Error, StringComparison.Ordinal);
    }
}
