using System.Net;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.EndToEnd.Tests.Stores;
using Cluster.Silo.Tests.Certificates;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Roles;

/// <summary>
/// A front door and two workers as the manifests for production start them: each has a data directory of its own, the store tells them of each
/// other, they speak TLS with each other and with clients, and clients have keys. The store is silent for a while.
/// </summary>
internal sealed class ProductionRun(StoreServer store)
{
    private const int Epochs = 20;

    /// <summary>Runs it all.</summary>
    public async Task RunAsync()
    {
        await using StoreServer running = store;
        await store.StartAsync();
        await using TestCluster cluster = new();
        using TestAuthority authority = new(), clients = new("clients");
        await ConfigureAsync(cluster, authority, clients);
        // In any order: the front door waits for a silo.
        RoleProcess[] all = [FrontDoor(cluster), RoleProcess.Alone(cluster, "worker", "worker-1"), RoleProcess.Alone(cluster, "worker", "worker-2")];
        foreach (RoleProcess one in all) await one.ReadyAsync();
        await GetKeyAsync(cluster);

        CommandResult submitted = (await cluster.RunAsync("submit", ParityTask.Write(cluster).Spec, "--set", $"training.epochs={Epochs}")).AssertExitCode(0);
        await using WatchedJob job = new(cluster, submitted.Out.Trim());
        await job.UntilStepAsync(5);
        Assert.Contains(job.Id, await store.ContentAsync(), StringComparison.Ordinal);
        await OutageAsync(all);
        await job.ToEndAsync();
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, Epochs * ParityTask.StepsPerEpoch);
        Assert.Equal(2, job.Events.Where(read => read.WorkerChanged is { Joined: true }).Select(read => read.WorkerChanged.Worker).Distinct().Count());

        (await cluster.RunAsync("predict", job.Id, "--text", "abababab")).AssertExitCode(0);
        (await cluster.RunAsync("pull", job.Id, "--out", "pulled")).AssertExitCode(0);
        Assert.False(all[0].HasLoaded("libtorch"));
        Assert.False(Directory.Exists(cluster.Data));
    }

    private static RoleProcess FrontDoor(TestCluster cluster)
    {
        int port = RoleProcess.FreePort();
        cluster.Server = $"https://127.0.0.1:{port}";
        return RoleProcess.Alone(
            cluster,
            "frontdoor",
            "door",
            ["--port", $"{port}", "--listen", "0.0.0.0", "--tls:certificate", cluster.PathOf("tls.crt"), "--tls:key", cluster.PathOf("tls.key"),
                "--access:adminKeyFile", cluster.Write("admin.key", new string('k', 40))]);
    }

    private async Task ConfigureAsync(TestCluster cluster, TestAuthority authority, TestAuthority clients)
    {
        string connection = cluster.Write("connection", store.Connection);
        if (store.Kind == "postgres") (await cluster.RunAsync("admin", "migrate", "--connection-file", connection)).AssertExitCode(0);
        (string certificate, string key) = authority.Issue(names: ["cluster-silo"]);
        cluster.Variables["Cluster__Storage"] = store.Kind;
        cluster.Variables["Cluster__ConnectionFile"] = connection;
        cluster.Variables["Cluster__Peers__Certificate"] = cluster.Write("peer.crt", certificate);
        cluster.Variables["Cluster__Peers__Key"] = cluster.Write("peer.key", key);
        cluster.Variables["Cluster__Peers__Authority"] = cluster.Write("peers.crt", authority.Pem);
        // Clients trust another authority than silos do.
        (string shown, string secret) = clients.Issue("CN=door", names: ["localhost"]);
        cluster.Write("tls.crt", shown);
        cluster.Write("tls.key", secret);
        cluster.Variables["CLUSTER_CA"] = cluster.Write("ca.crt", clients.Pem);
    }

    private static async Task GetKeyAsync(TestCluster cluster)
    {
        CommandResult stranger = (await cluster.RunAsync("jobs")).AssertExitCode(2);
        Assert.Contains("this server needs a key", stranger.Error, StringComparison.Ordinal);
        string[] add = ["keys", "add", "--name", "ci", "--scope", "submitter", "--key-file", cluster.PathOf("admin.key")];
        cluster.Variables["CLUSTER_API_KEY"] = (await cluster.RunAsync(add)).AssertExitCode(0).Out.Trim();
    }

    // Nobody is taken out of service for a store that is silent: training goes on, and so do those who watch.
    private async Task OutageAsync(RoleProcess[] all)
    {
        await store.HoldAsync();
        foreach (RoleProcess worker in all[1..]) await worker.UntilMetricAsync("cluster_store_silence_seconds", isZero: false);
        foreach (RoleProcess one in all)
        {
            Assert.Equal(HttpStatusCode.OK, await one.HealthAsync("ready"));
            Assert.Equal(HttpStatusCode.OK, await one.HealthAsync("live"));
        }

        await store.ContinueAsync();
        foreach (RoleProcess worker in all[1..]) await worker.UntilMetricAsync("cluster_store_silence_seconds", isZero: true);
    }
}
