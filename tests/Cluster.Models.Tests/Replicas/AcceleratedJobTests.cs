using Cluster.Models.Replicas;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Replicas;
using Cluster.Training.Runs;
using Cluster.Training.Specs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Whole jobs on a device with memory of its own: on a GPU where there is one, and always on the processor treated as one.</summary>
public sealed class AcceleratedJobTests(AcceleratorFixture accelerators, DeviceFixture fixture) : IDisposable
{
    private const string Spec = """
        {
          "name": "tagger", "task": "TAGGING",
          "data": {
            "dataset": "builtin/random-sequences", "split": {"validation": 0.2, "test": 0.2},
            "generator": {"examples": 200, "length": 9, "tokens": 50, "classes": 4, "seed": 3}
          },
          "model": {"layers": [
            {"embedding": {"size": 12}}, {"dropout": {"rate": 0.2}},
            {"bidirectional": {"lstm": {"units": 10, "returnSequences": true}}}, {"gru": {"units": 8, "returnSequences": true, "recurrentDropout": 0.2}}, {"dense": {}}
          ]},
          "training": {"epochs": 2, "batchSize": 30, "shards": 3, "optimizer": {"rmsprop": {"learningRate": 0.01}}, "clipNorm": 0.5, "seed": 5},
          "checkpoint": {"everySteps": 3}
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-gpu-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(AcceleratorFixture.Devices), MemberType = typeof(AcceleratorFixture))]
    public async Task One_worker_and_two_give_the_same_weights(string device)
    {
        var factory = new AcceleratedReplicaFactory(accelerators.On(device));

        (Model one, List<double> oneLosses) = await Train(factory, workers: 1);
        (Model two, List<double> twoLosses) = await Train(factory, workers: 2);
        (Model again, _) = await Train(factory, workers: 1);

        Assert.Equal(one.WeightsSha256, two.WeightsSha256);
        Assert.Equal(one.WeightsSha256, again.WeightsSha256);
        Assert.Equal(oneLosses, twoLosses);
        Assert.Equal(8, oneLosses.Count);
        Assert.True(oneLosses[^1] < oneLosses[0]);
    }

    [Fact]
    public async Task On_the_processor_a_job_gives_the_weights_that_plain_replicas_give()
    {
        (Model plain, _) = await Train(new TorchReplicaFactory(fixture.Device), workers: 1);
        (Model there, _) = await Train(new AcceleratedReplicaFactory(accelerators.On("cpu")), workers: 2);

        Assert.Equal(plain.WeightsSha256, there.WeightsSha256);
    }

    private async Task<(Model Model, List<double> Losses)> Train(IReplicaFactory replicas, int workers)
    {
        JobSpec spec = SpecDefaults.Resolve(JobSpec.Parser.ParseJson(Spec), drawnSeed: 1);
        var blobs = new BlobStore(_directory);
        var exchange = new LocalExchange();
        var fetcher = new BlobFetcher(blobs, new PartialBlobs(blobs, TimeProvider.System), new LocalBlobPeers(), TimeProvider.System);
        var surroundings = new WorkerSurroundings(replicas, exchange, blobs, fetcher, TimeProvider.System);
        TrainingWorker[] team = [.. Enumerable.Range(0, workers).Select(i => new TrainingWorker(new WorkerIdentity("job", $"w{i}", $"local://w{i}"), spec, surroundings))];
        try
        {
            foreach (TrainingWorker worker in team) exchange.Connect(worker.Endpoint, _ => worker);
            var run = new TrainingRun(spec, new LocalWorkerGroup(team), new ResumePoint(0, 0, [], [], null, 0), TimeProvider.System);
            var losses = new List<double>();
            await foreach (JobEvent happened in run.Run(TestContext.Current.CancellationToken))
            {
                if (happened.StepCompleted is { } step) losses.Add(step.Loss);
            }

            return (run.Model!, losses);
        }
        finally
        {
            foreach (TrainingWorker worker in team) worker.Dispose();
        }
    }
}
