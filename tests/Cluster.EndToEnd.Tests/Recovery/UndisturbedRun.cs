using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>What a run of six epochs on one silo gives when nobody disturbs it.</summary>
public sealed class UndisturbedRun : IAsyncLifetime
{
    /// <summary>Steps in the run: six epochs of 34.</summary>
    public const int Steps = 204;

    /// <summary>The spec, as arguments of commands.</summary>
    public static IReadOnlyList<string> Spec { get; } =
        [Repository.LanguageId, "--set", "training.epochs=6", "--set", "checkpoint.everySteps=20"];

    /// <summary>Loss of every step.</summary>
    public IReadOnlyList<double> Losses { get; private set; } = [];

    /// <summary>SHA-256 of the weights.</summary>
    public string WeightsSha256 { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await using TestCluster cluster = new();
        await cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult submitted = await cluster.RunAsync(["submit", .. Spec]);
        await using WatchedJob job = new(cluster, submitted.AssertExitCode(0).Out.Trim());
        await job.ToEndAsync();
        job.AssertComplete(firstSequence: 1, Steps);
        Losses = [.. job.Steps.Select(step => step.StepCompleted.Loss)];
        WeightsSha256 = job.WeightsSha256;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
