using Cluster.Client.Tests.Commands;
using Cluster.Client.Tests.Servers;

namespace Cluster.Client.Tests.Models;

public sealed class PushTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _command = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _command.Environment["CLUSTER_SERVER"] = _server.Url;
        Directory.CreateDirectory(_folder.File("model"));
        Write("config.json", 10);
        Write("model.safetensors", 600_000);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_is_uploaded_once_and_what_was_made_from_it_is_not()
    {
        Write("model.onnx", 5);
        Write("README.md.part", 5);
        Assert.Equal(0, await _command.RunAsync("models", "push", _folder.File("model"), "--name", "mine"));
        Assert.Equal("job-1\n", _command.Out);
        Assert.Equal([10, 600_000], _server.Models.Uploads.Values.Select(content => content.Length).Order());
        Assert.All(_server.Models.Imports, request => Assert.Equal(("mine", 2), (request.Name, request.Files.Count)));

        _server.Models.Uploads.TryRemove(_server.Models.Imports.First().Files[0].Sha256, out _);
        Assert.Equal(0, await _command.RunAsync("models", "push", _folder.File("model")));
        Assert.Equal(2, _server.Models.Uploads.Count);
        Assert.Equal(4, _server.Models.Imports.Count);
    }

    [Fact]
    public async Task A_folder_without_a_model_is_exit_code_2()
    {
        Assert.Equal(2, await _command.RunAsync("models", "push", _folder.File("none")));
        Assert.Equal($"error: {_folder.File("none")} is no folder of a model: it has no config.json.\n", _command.Error);
    }

    [Fact]
    public async Task Predict_takes_a_folder_for_a_model()
    {
        Assert.Equal(0, await _command.RunAsync("predict", _folder.File("model"), "--text", "ann"));
        Assert.StartsWith("TEXT  LABEL", _command.Out, StringComparison.Ordinal);
        Assert.Equal("job-1", Assert.Single(_server.Models.Predictions).Id);
    }

    private void Write(string name, int length) => File.WriteAllBytes(Path.Combine(_folder.File("model"), name), new byte[length]);
}
