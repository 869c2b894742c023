using Cluster.Training.Tests.Runs;
using Cluster.V1;

namespace Cluster.Grains.Tests.Jobs;

/// <summary>What the events of a job must be like, whatever happened to it.</summary>
internal static class JobEvents
{
    /// <summary>Trains the small job on one silo that nobody disturbs.</summary>
    public static async Task<(string Sha256, List<JobEvent> Events)> Undisturbed(int epochs = 2)
    {
        await using GrainCluster cluster = await GrainCluster.Start(silos: 1);
        Job job = await cluster.Create(RunSpecs.Small(epochs));
        List<JobEvent> events = await cluster.Watch(job.Id);
        return (events.Single(e => e.ModelSaved is not null).ModelSaved.WeightsSha256, events);
    }

    /// <summary>Fails unless the events have every sequence from 1 on.</summary>
    public static void AssertGapFree(List<JobEvent> events) =>
        Assert.Equal(Enumerable.Range(1, events.Count).Select(sequence => (long)sequence), events.Select(e => e.Sequence));

    /// <summary>Loss and gradient norm of every step.</summary>
    public static (long Step, double Loss, double GradientNorm)[] Curve(List<JobEvent> events) => [.. events
        .Select(e => e.StepCompleted).OfType<StepCompleted>().Select(step => (step.Step, step.Loss, step.GradientNorm))];
}
