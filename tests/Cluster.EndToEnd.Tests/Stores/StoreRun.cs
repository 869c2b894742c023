using System.Globalization;
using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.EndToEnd.Tests.Recovery;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Stores;

/// <summary>A job on silos that share a store and nothing else; the store is silent for a while, all silos are restarted, the store is emptied.</summary>
internal sealed class StoreRun(StoreServer store)
{
    private const int Epochs = 8;

    /// <summary>How long the store is silent.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Runs it all.</summary>
    public async Task RunAsync()
    {
        await using StoreServer running = store;
        await store.StartAsync();
        await using StoreCluster cluster = new(store);
        if (store.Kind == "postgres") await MigrateAsync(cluster);
        await cluster.StartAsync();
        CommandResult submitted = await cluster.First.RunAsync(["submit", .. UndisturbedRun.Spec(Epochs)]);
        await using WatchedJob job = new(cluster.First, submitted.AssertExitCode(0).Out.Trim());
        await job.UntilStepAsync(45);
        await cluster.StopAsync();
        await cluster.StartAsync();
        await job.UntilStepAsync(60);
        await OutageAsync(job);
        await job.ToEndAsync();
        await AssertUndisturbedAsync(job);
        int lost = await LoseCopyAsync(cluster, job.WeightsSha256);
        await EmptyAsync(cluster, lost);
    }

    private static async Task MigrateAsync(StoreCluster cluster)
    {
        RunningCommand silo = cluster.StartSilo(0);
        CommandResult refused = (await silo.EndAsync()).AssertExitCode(1);
        Assert.Contains("cluster admin migrate", refused.Error, StringComparison.Ordinal);
        CommandResult first = (await cluster.First.RunAsync("admin", "migrate", "--connection-file", cluster.ConnectionFile)).AssertExitCode(0);
        Assert.StartsWith("The schema was brought to version", first.Out, StringComparison.Ordinal);
        CommandResult again = (await cluster.First.RunAsync("admin", "migrate", "--connection-file", cluster.ConnectionFile)).AssertExitCode(0);
        Assert.StartsWith("The schema is up to date", again.Out, StringComparison.Ordinal);
    }

    private async Task OutageAsync(WatchedJob job)
    {
        await store.HoldAsync();
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        await Task.Delay(Silence, TimeProvider.System, TestContext.Current.CancellationToken);
        DateTimeOffset end = TimeProvider.System.GetUtcNow();
        await store.ContinueAsync();
        await job.UntilAsync("an event after the silence", read => read.Time.ToDateTimeOffset() > end);
        int within = job.Steps.Count(step => step.Time.ToDateTimeOffset() > begin + TimeSpan.FromSeconds(2) && step.Time.ToDateTimeOffset() < end);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{within} steps while {store.Kind} was silent"));
        Assert.True(within > 5, $"only {within} steps were made while the store was silent");
    }

    private static async Task AssertUndisturbedAsync(WatchedJob job)
    {
        UndisturbedRun undisturbed = await UndisturbedRun.OfAsync(Epochs);
        Assert.Equal(Job.Types.State.Succeeded, job.State.State);
        job.AssertComplete(firstSequence: 1, Epochs * UndisturbedRun.StepsPerEpoch);
        Assert.Equal(undisturbed.Losses, job.Steps.Select(step => step.StepCompleted.Loss));
        Assert.Equal(undisturbed.WeightsSha256, job.WeightsSha256);
        ExampleLedger.AssertEachExampleOnceAnEpoch(job);
    }

    /// <summary>Kills a silo that has the weights, which two have; then the others have them. Returns which one it was.</summary>
    private static async Task<int> LoseCopyAsync(StoreCluster cluster, string weights)
    {
        await UntilAsync("two copies of the weights", () => cluster.HoldersOf(weights).Count >= 2);
        int lost = cluster.HoldersOf(weights)[^1];
        cluster.Kill(lost);
        await UntilAsync("another copy of the weights", () => cluster.HoldersOf(weights).Except([lost]).Count() == 2);
        return lost;
    }

    private static Task UntilAsync(string what, Func<bool> happened)
    {
        return Limit.KeepAsync(what, LookAsync(), () => "");

        async Task LookAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!happened()) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    // What was known is not overwritten by silos that run on or start again.
    private async Task EmptyAsync(StoreCluster cluster, int stopped)
    {
        await store.EmptyAsync();
        CommandResult refused = await cluster.First.RunAsync(["submit", .. UndisturbedRun.Spec(Epochs)]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("was emptied", refused.Error, StringComparison.Ordinal);
        CommandResult started = (await cluster.StartSilo(stopped).EndAsync()).AssertExitCode(1);
        Assert.Contains("store is empty, but this silo belongs to a cluster that was in it", started.Error, StringComparison.Ordinal);
        Assert.Equal("", await store.ContentAsync());
    }
}
