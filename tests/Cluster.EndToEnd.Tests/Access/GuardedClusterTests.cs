using Cluster.EndToEnd.Tests.Programs;
using Cluster.Silo.Tests.Certificates;

namespace Cluster.EndToEnd.Tests.Access;

/// <summary>What docs/access.md says, with real processes: a cluster for others than this machine, with keys, and TLS everywhere.</summary>
public sealed class GuardedClusterTests : IAsyncDisposable
{
    private const string Spec = """
        name: guarded
        task: CLASSIFICATION
        data: {dataset: builtin/language-names, text: name, label: language}
        training: {epochs: 1}
        """;

    private readonly TestCluster _cluster = new();
    private readonly TestAuthority _authority = new();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_cluster_that_listens_to_others_asks_for_keys_and_its_silos_speak_TLS()
    {
        (string certificate, string key) = _authority.Issue();
        _cluster.Variables["CLUSTER_CA"] = _cluster.Variables["Cluster__Peers__Authority"] = _cluster.Write("ca.crt", _authority.Pem);
        _cluster.Variables["Cluster__Tls__Certificate"] = _cluster.Variables["Cluster__Peers__Certificate"] = _cluster.Write("tls.crt", certificate);
        _cluster.Variables["Cluster__Tls__Key"] = _cluster.Variables["Cluster__Peers__Key"] = _cluster.Write("tls.key", key);
        _cluster.Variables["Cluster__Listen"] = "0.0.0.0";
        _cluster.Variables["Cluster__Access__CallerAuthority"] = _cluster.PathOf("ca.crt");
        _cluster.Variables["Cluster__Access__Certificates__0__Subject"] = "CN=silo";
        _cluster.Variables["Cluster__Access__Certificates__0__Scope"] = "Viewer";
        await _cluster.UpAsync(silos: 2, lanes: 1);

        // Whoever may read the data directory is the operator.
        CommandResult added = (await _cluster.RunAsync("keys", "add", "--name", "ci", "--scope", "submitter")).AssertExitCode(0);
        string secret = added.Out.Trim(), file = _cluster.Write("ci.key", added.Out);
        string server = $"{_cluster.Silos[0].FrontDoor}".TrimEnd('/');
        Assert.StartsWith("https://127.0.0.1:", server, StringComparison.Ordinal);

        CommandResult stranger = (await _cluster.RunAsync("jobs", "--server", server)).AssertExitCode(2);
        Assert.Equal("error: this server needs a key: give one with --key-file FILE or CLUSTER_API_KEY\n", stranger.Error);
        using TestAuthority other = new();
        CommandResult distrusted = (await _cluster.RunAsync("jobs", "--ca", _cluster.Write("other.crt", other.Pem))).AssertExitCode(2);
        Assert.StartsWith("error: The certificate of https://127.0.0.1:", distrusted.Error, StringComparison.Ordinal);
        Assert.EndsWith("give the authority with --ca FILE or CLUSTER_CA.\n", distrusted.Error, StringComparison.Ordinal);
        (await _cluster.RunAsync("jobs", "--server", server, "--cert", "tls.crt", "--cert-key", "tls.key")).AssertExitCode(0);
        CommandResult trained = (await _cluster.RunAsync("train", _cluster.Write("spec.yaml", Spec), "--server", server, "--key-file", file)).AssertExitCode(0);
        Assert.Contains("worker silo-1", trained.Error, StringComparison.Ordinal);
        Assert.Contains("worker silo-2", trained.Error, StringComparison.Ordinal);
        CommandResult keys = (await _cluster.RunAsync("keys", "list", "--server", server, "--key-file", file)).AssertExitCode(2);
        Assert.Equal("error: this needs the scope ADMIN, and yours is SUBMITTER\n", keys.Error);
        Assert.DoesNotContain(secret[^64..], _cluster.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_on_loopback_asks_nobody_and_loads_no_library_for_it()
    {
        await _cluster.UpAsync(silos: 1, lanes: 1);
        (await _cluster.RunAsync("jobs")).AssertExitCode(0);
        string loaded = File.ReadAllText($"/proc/{_cluster.Silos[0].Pid}/maps");
        Assert.Contains("/Grpc.AspNetCore.Server.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("IdentityModel", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("JwtBearer", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("JsonTranscoding", loaded, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cluster.Data, "admin.key")));
    }
}
