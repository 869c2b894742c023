using Cluster.V1;

namespace Cluster.SlowLinks;

/// <summary>Jobs to measure: the network of examples/language-id.yaml with more units, on its data.</summary>
internal static class Workload
{
    /// <summary>Rounds of local steps with messages of 4 bits, 5 rounds.</summary>
    public static JobSpec Rounds(int units, int localSteps)
    {
        JobSpec spec = Of(units, epochs: 10);
        spec.Training.Sync = new SyncSpec
        {
            LocalSteps = localSteps,
            Replicas = 2,
            Outer = new OuterSpec { LearningRate = 0.9f, Momentum = 0.5f },
            Compress = SyncSpec.Types.Codec.Int4,
        };
        return spec;
    }

    /// <summary>Every gradient whole, 2 epochs.</summary>
    public static JobSpec Steps(int units) => Of(units, epochs: 2);

    private static JobSpec Of(int units, int epochs)
    {
        var lstm = new LstmLayer { Units = units };
        LstmLayer sequences = lstm.Clone();
        sequences.ReturnSequences = true;
        return new JobSpec
        {
            Name = "slow-links",
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec { Dataset = "builtin/language-names", Text = "name", Label = "language" },
            Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Character, MaxLength = 48 },
            Model = new ModelSpec
            {
                Layers =
                {
                    new LayerSpec { Embedding = new EmbeddingLayer { Size = 64 } },
                    new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = sequences } },
                    new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = lstm } },
                    new LayerSpec { Dense = new DenseLayer() },
                },
            },
            Training = new TrainingSpec
            {
                Epochs = epochs,
                BatchSize = 128,
                Shards = 4,
                Optimizer = new OptimizerSpec { Rmsprop = new RmsPropOptimizer { LearningRate = 0.002f } },
                ClipNorm = 1,
                Seed = 42,
            },
            Workers = new WorkerSpec { Min = 2 },
        };
    }
}
