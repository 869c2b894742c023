using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

public sealed class StepPhasesTests
{
    [Fact]
    public async Task A_step_of_two_workers_moves_the_vector_twice_and_the_sums_of_each_shard_once()
    {
        JobSpec spec = RunSpecs.Small(epochs: 1, shards: 4);
        using var cluster = new LocalCluster(spec, workers: 2);
        (_, List<JobEvent> events) = await cluster.Train();

        // Each worker pulls its slice of the other's partial sum and the other's mean slice; 4 shards have 6 floats of sums.
        EncodedDataset data = DatasetLoader.Load(spec, cluster.Blobs);
        long vector = Network.Build(spec.Model, data.Shape, LossSettings.Of(spec.Training.Loss, data)).Layout.Length;
        // In the first step: later ones are divided by measured speed, and uneven shares have more partial sums.
        Assert.Equal(sizeof(float) * (2 * vector + 4 * 6), Steps(events).First().BytesReceived);
    }

    [Fact]
    public async Task A_worker_that_is_alone_moves_nothing_and_spends_no_more_time_than_the_step()
    {
        using var cluster = new LocalCluster(RunSpecs.Small(epochs: 1), workers: 1);
        (_, List<JobEvent> events) = await cluster.Train();

        Assert.NotEmpty(Steps(events));
        Assert.All(Steps(events), step =>
        {
            StepPhases phases = step.Phases;
            Assert.Equal(0, step.BytesReceived);
            Assert.All([phases.Compute, phases.Fold, phases.Exchange, phases.Update], seconds => Assert.InRange(seconds, 0, step.Seconds));
            Assert.InRange(phases.Compute + phases.Fold + phases.Exchange + phases.Update, 0, step.Seconds);
        });
    }

    private static IEnumerable<StepCompleted> Steps(IEnumerable<JobEvent> events) => events.Select(e => e.StepCompleted).OfType<StepCompleted>();
}
