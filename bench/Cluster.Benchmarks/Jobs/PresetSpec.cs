using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Benchmarks.Jobs;

/// <summary>Writes a preset as the spec of a job.</summary>
internal static class PresetSpec
{
    private const uint Seed = 1;

    /// <summary>The spec with all defaults.</summary>
    /// <param name="preset">The network and the data.</param>
    /// <param name="size">How much is done; all of it is one epoch, so that nothing else comes in between.</param>
    /// <param name="workers">Workers, no fewer and no more.</param>
    public static JobSpec Of(Preset preset, JobSize size, int workers)
    {
        var spec = new JobSpec
        {
            Name = $"bench-{preset.Name}",
            Task = JobSpec.Types.Task.Tagging,
            Data = Data(preset, size),
            Model = Network(preset),
            Training = new TrainingSpec
            {
                Epochs = 1,
                BatchSize = size.Sequences,
                Shards = size.Shards,
                Optimizer = new OptimizerSpec { Rmsprop = new RmsPropOptimizer { LearningRate = 0.001f } },
                Seed = Seed,
            },
            Workers = new WorkerSpec { Min = workers, Max = workers },
            Checkpoint = new CheckpointSpec { EverySteps = 1_000_000 },
        };
        return SpecDefaults.Resolve(spec, Seed);
    }

    private static DataSpec Data(Preset preset, JobSize size) => new()
    {
        Dataset = "builtin/random-sequences",
        Split = new SplitSpec { Validation = 0, Test = 0 },
        Generator = new GeneratorSpec
        {
            Examples = size.Sequences * (size.WarmUp + size.Steps),
            Length = preset.Length,
            Tokens = preset.Vocabulary,
            Classes = preset.Classes,
            Seed = Seed,
        },
    };

    private static ModelSpec Network(Preset preset)
    {
        var model = new ModelSpec();
        model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = preset.Embedding } });
        for (int layer = 0; layer < preset.Layers; layer++)
        {
            var lstm = new LstmLayer { Units = preset.Hidden, ReturnSequences = true };
            model.Layers.Add(new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = lstm } });
        }

        model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return model;
    }
}
