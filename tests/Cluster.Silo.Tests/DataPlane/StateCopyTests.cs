using System.Diagnostics;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Specs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>The state of a large model on its way between two silos.</summary>
public sealed class StateCopyTests
{
    private const int Tokens = 1000, Size = 49_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_parameters_of_a_model_of_50_million_are_copied_at_the_speed_of_the_data_plane(bool readsMemory)
    {
        await using DataPlaneServer server = await DataPlaneServer.Start(Spec());
        using var exchange = DataPlaneServer.Exchange(readsMemory);
        PrepareResult prepared = await server.Worker.Prepare(TimeLimit.Token);
        Assert.InRange(prepared.Preparation!.Parameters, 49_000_000, 51_000_000);
        float[] copy = new float[prepared.VectorLength];

        long begin = Stopwatch.GetTimestamp();
        await exchange.PullState(server.Endpoint, DataPlaneServer.Job, 0, 0, copy, TimeLimit.Token);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;

        double speed = copy.Length * sizeof(float) / seconds / 1e9;
        TestContext.Current.TestOutputHelper!.WriteLine($"{copy.Length * sizeof(float) / 1e6:0} MB in {seconds:0.000} s: {speed:0.00} GB/s {(readsMemory ? "from memory" : "over a connection")}");
        await using StateLease state = await server.Worker.LendState(0, 0, TimeLimit.Token);
        Assert.True(state.Values.Span.SequenceEqual(copy));
        Assert.True(speed > 0.05, $"{speed:0.000} GB/s");
    }

    private static JobSpec Spec()
    {
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec
            {
                Dataset = "builtin/random-sequences",
                Generator = new GeneratorSpec { Examples = 8, Length = 2, Tokens = Tokens, Classes = 2 },
            },
            Model = new ModelSpec(),
            Training = new TrainingSpec
            {
                Epochs = 1,
                BatchSize = 1,
                Shards = 1,
                Seed = 7,
                Optimizer = new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 0.1f } },
            },
        };
        spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = Size } });
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 4 } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return SpecDefaults.Resolve(spec, drawnSeed: 0);
    }
}
