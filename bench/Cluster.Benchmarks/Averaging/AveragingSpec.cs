using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Benchmarks.Averaging;

/// <summary>Writes a job whose network has about so many parameters, all of them dense: none may travel as a few rows of a table.</summary>
internal static class AveragingSpec
{
    private const uint Seed = 1;

    /// <summary>The spec with all defaults.</summary>
    /// <param name="floats">Parameters of the network, but for some thousands.</param>
    /// <param name="workers">Workers, with a shard each.</param>
    /// <param name="steps">Steps.</param>
    public static JobSpec Of(int floats, int workers, int steps)
    {
        // All of them lie between two layers that are equally wide.
        int width = (int)Math.Sqrt(floats);
        var spec = new JobSpec
        {
            Name = "bench-averaging",
            Task = JobSpec.Types.Task.Tagging,
            Data = new DataSpec
            {
                Dataset = "builtin/random-sequences",
                Split = new SplitSpec { Validation = 0, Test = 0 },
                Generator = new GeneratorSpec { Examples = workers * steps, Length = 1, Features = 1, Classes = 2, Seed = Seed },
            },
            Model = new ModelSpec { Layers = { Dense(width), Dense(width), new LayerSpec { Dense = new DenseLayer() } } },
            Training = new TrainingSpec { Epochs = 1, BatchSize = workers, Shards = workers, Seed = Seed },
            Workers = new WorkerSpec { Min = workers, Max = workers },
            Checkpoint = new CheckpointSpec { EverySteps = 1_000_000 },
        };
        return SpecDefaults.Resolve(spec, Seed);
    }

    private static LayerSpec Dense(int units) => new() { Dense = new DenseLayer { Units = units } };
}
