using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs;

/// <summary>Small specs for runs over closed-form replicas.</summary>
internal static class RunSpecs
{
    public static JobSpec Small(int epochs = 2, int batchSize = 600, int shards = 7, float learningRate = 0.3f)
    {
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec { Dataset = "builtin/language-names", Text = "name", Label = "language" },
            Model = new ModelSpec(),
            Training = new TrainingSpec
            {
                Epochs = epochs,
                BatchSize = batchSize,
                Shards = shards,
                Seed = 7,
                Optimizer = new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = learningRate } },
            },
            Checkpoint = new CheckpointSpec { EverySteps = 3 },
        };
        spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        return SpecDefaults.Resolve(spec, drawnSeed: 0);
    }
}
