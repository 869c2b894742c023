using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>A job small enough to be run thousands of times.</summary>
internal static class SimulationSpec
{
    /// <summary>By default three steps an epoch.</summary>
    public static JobSpec Of(int epochs, int shards = 5, SyncSpec? sync = null, int examples = 26, int checkpointEvery = 2)
    {
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec
            {
                Dataset = "builtin/random-sequences",
                Generator = new GeneratorSpec { Examples = examples, Length = 4, Tokens = 5, Classes = 3 },
            },
            Model = new ModelSpec(),
            Training = new TrainingSpec
            {
                Epochs = epochs,
                BatchSize = 7,
                Shards = shards,
                Seed = 7,
                Sync = sync,
                Optimizer = new OptimizerSpec { Adam = new AdamOptimizer { LearningRate = 0.1f } },
            },
            Checkpoint = new CheckpointSpec { EverySteps = checkpointEvery },
        };
        spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return SpecDefaults.Resolve(spec, drawnSeed: 0);
    }
}
