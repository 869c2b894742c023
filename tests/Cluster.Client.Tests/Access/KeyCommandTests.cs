using Cluster.Client.Tests.Commands;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Client.Tests.Access;

public sealed class KeyCommandTests : IAsyncLifetime
{
    private readonly CommandRun _run = new();
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_key_is_the_only_thing_on_standard_output()
    {
        Assert.Equal(0, await _run.RunAsync("keys", "add", "--name", "ci", "--scope", "submitter", "--running-jobs", "3", "--server", _server.Url));
        Assert.Equal("ck_abcdefgh_77\n", _run.Out);
        Assert.Equal("Key abcdefgh is made. This is its secret; keep it, the cluster can't show it again:\n", _run.Error);
        AddKeyRequest asked = Assert.Single(_server.Keys.Added);
        Assert.Equal(("ci", AccessKey.Types.Scope.Submitter, 3), (asked.Name, asked.Scope, asked.Limits.RunningJobs));
        Assert.False(asked.Limits.HasRequestsPerSecond);
    }

    [Fact]
    public async Task Keys_are_listed_and_revoked()
    {
        Assert.Equal(0, await _run.RunAsync("keys", "list", "--server", _server.Url));
        Assert.Equal("KEY       SCOPE   CREATED  LAST USED  NAME\nabcdefgh  VIEWER                      ci\n", _run.Out);
        Assert.Equal(0, await _run.RunAsync("keys", "revoke", "abcdefgh", "--server", _server.Url));
        Assert.Equal("abcdefgh (ci) is revoked.\n", _run.Error);
        Assert.Equal(3, await _run.RunAsync("keys", "revoke", "other", "--server", _server.Url));
        Assert.Equal("error: there is no key 'other'\n", _run.Error);
    }

    [Fact]
    public async Task The_key_comes_from_a_file_or_the_environment_and_never_from_an_argument()
    {
        string file = Path.Combine(_folder.Path, "key");
        File.WriteAllText(file, "ck_file\n");
        await _run.RunAsync("keys", "list", "--server", _server.Url);
        await _run.RunAsync("keys", "list", "--server", _server.Url, "--key-file", file);
        _run.Environment["CLUSTER_API_KEY"] = "ck_environment";
        await _run.RunAsync("keys", "list", "--server", _server.Url);
        Assert.Equal(["", "Bearer ck_file", "Bearer ck_environment"], _server.Keys.Shown);
        Assert.Equal(2, await _run.RunAsync("keys", "list", "--server", _server.Url, "--key-file", "/no/such/file"));
        Assert.StartsWith("error: The key can't be read: ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_does_not_go_over_a_network_in_the_clear()
    {
        _run.Environment["CLUSTER_API_KEY"] = "ck_environment";
        Assert.Equal(2, await _run.RunAsync("keys", "list", "--server", "http://cluster.example:5000"));
        Assert.Equal(
            "error: The key would go to http://cluster.example:5000 in the clear. Use https, or --plaintext where the network is trusted.\n", _run.Error);
        Assert.DoesNotContain("ck_environment", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_told()
    {
        string file = Path.Combine(_folder.Path, "ca");
        File.WriteAllText(file, "nothing");
        Assert.Equal(2, await _run.RunAsync("keys", "list", "--server", "https://127.0.0.1:1", "--ca", file));
        Assert.Equal($"error: The certificate files can't be used: {file} holds no certificate\n", _run.Error);
    }

    [Fact]
    public async Task A_call_that_came_too_soon_is_made_again_when_the_server_said()
    {
        (_server.Keys.Refusals, _server.Keys.Refusal) = (2, Exhausted("TOO_MANY_REQUESTS", "your key may make 5 calls a second", TimeSpan.FromMilliseconds(20)));
        Assert.Equal(0, await _run.RunAsync("keys", "list", "--server", _server.Url));
        Assert.Equal(3, _server.Keys.Shown.Count);
    }

    [Fact]
    public async Task A_limit_that_lasts_is_told_in_words_at_once()
    {
        (_server.Keys.Refusals, _server.Keys.Refusal) = (9, Exhausted("TOO_MANY_JOBS", "your key may have 1 jobs that have not ended, and has as many", TimeSpan.FromMinutes(1)));
        Assert.Equal(6, await _run.RunAsync("keys", "list", "--server", _server.Url));
        Assert.Equal("error: your key may have 1 jobs that have not ended, and has as many; try again in 60 s\n", _run.Error);
        Assert.Single(_server.Keys.Shown);
    }

    private static RpcException Exhausted(string reason, string message, TimeSpan wait) => new Google.Rpc.Status
    {
        Code = (int)StatusCode.ResourceExhausted,
        Message = message,
        Details =
        {
            Any.Pack(new ErrorInfo { Reason = reason, Domain = "cluster" }),
            Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }),
        },
    }.ToRpcException();
}
