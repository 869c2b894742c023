using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Tests.Servers;
using Cluster.V1;

namespace Cluster.Client.Tests.Models;

public sealed class PullTests : IAsyncLifetime
{
    private static readonly byte[] Weights = [.. Enumerable.Range(0, 950).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;
    private ClusterClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Target => _folder.File("model/model.safetensors");

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new ClusterClient(ServerAddress.At(_server.Url), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_files_arrive_under_their_names()
    {
        _server.Models.Add("model.safetensors", Weights);
        _server.Models.Add("labels.txt", []);

        Model model = await PullAsync();

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Target, Cancel));
        Assert.Equal(["labels.txt", "model.safetensors"], Names());
        Assert.Equal(7700, model.Parameters);
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_ended()
    {
        _server.Models.Add("model.safetensors", Weights);
        _server.Models.BreakAfter = 400;

        await PullAsync();

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Target, Cancel));
        Assert.Equal([0, 400, 800], _server.Models.Downloads.Select(download => download.Offset));
    }

    [Fact]
    public async Task What_an_earlier_download_left_is_continued()
    {
        _server.Models.Add("model.safetensors", Weights);
        Leave(Weights[..123]);

        await PullAsync();

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Target, Cancel));
        Assert.Equal([123], _server.Models.Downloads.Select(download => download.Offset));
    }

    [Fact]
    public async Task What_an_earlier_download_left_of_something_else_is_replaced()
    {
        _server.Models.Add("model.safetensors", Weights);
        Leave(new byte[123]);

        await PullAsync();

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Target, Cancel));
        Assert.Equal([123, 0], _server.Models.Downloads.Select(download => download.Offset));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_fetched_again()
    {
        _server.Models.Add("model.safetensors", Weights);

        await PullAsync();
        await PullAsync();

        Assert.Single(_server.Models.Downloads);
    }

    [Fact]
    public async Task A_damaged_file_never_gets_its_name()
    {
        _server.Models.Add("model.safetensors", Weights, sent: new byte[950]);

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(PullAsync);

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith("model.safetensors of model job-1 arrived damaged", error.Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        _server.Models.Add(name, Weights);

        await Assert.ThrowsAsync<ClusterException>(PullAsync);

        Assert.Empty(_server.Models.Downloads);
    }

    private Task<Model> PullAsync() => _client.PullAsync("job-1", _folder.File("model"), Cancel);

    private void Leave(byte[] content)
    {
        Directory.CreateDirectory(_folder.File("model"));
        File.WriteAllBytes(Target + ".part", content);
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFiles(_folder.File("model")).Select(Path.GetFileName).Order();
}
