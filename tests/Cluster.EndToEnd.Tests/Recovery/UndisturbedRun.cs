using Cluster.EndToEnd.Tests.Jobs;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>What a run on one silo gives when nobody disturbs it.</summary>
/// <param name="Losses">Loss of every step.</param>
/// <param name="WeightsSha256">SHA-256 of the weights.</param>
internal sealed record UndisturbedRun(IReadOnlyList<double> Losses, string WeightsSha256)
{
    /// <summary>Steps in an epoch.</summary>
    public const int StepsPerEpoch = 34;

    private static readonly Dictionary<int, Task<UndisturbedRun>> Runs = [];

    /// <summary>The spec, as arguments of commands.</summary>
    public static string[] Spec(int epochs) =>
        [Repository.LanguageId, "--set", $"training.epochs={epochs}", "--set", "checkpoint.everySteps=20"];

    /// <summary>Returns the run of so many epochs, which is made once.</summary>
    public static Task<UndisturbedRun> OfAsync(int epochs)
    {
        lock (Runs)
            return Runs.TryGetValue(epochs, out Task<UndisturbedRun>? run) ? run : Runs[epochs] = TrainAsync(epochs);
    }

    private static async Task<UndisturbedRun> TrainAsync(int epochs)
    {
        await using TestCluster cluster = new();
        await cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult submitted = await cluster.RunAsync(["submit", .. Spec(epochs)]);
        await using WatchedJob job = new(cluster, submitted.AssertExitCode(0).Out.Trim());
        await job.ToEndAsync();
        job.AssertComplete(firstSequence: 1, StepsPerEpoch * epochs);
        ExampleLedger.AssertEachExampleOnceAnEpoch(job);
        return new UndisturbedRun([.. job.Steps.Select(step => step.StepCompleted.Loss)], job.WeightsSha256);
    }
}
