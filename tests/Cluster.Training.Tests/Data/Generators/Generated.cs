using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Generators;

/// <summary>Generated datasets through the catalog, as a job gets them.</summary>
internal static class Generated
{
    /// <summary>A spec of a generated dataset, without validation and test examples.</summary>
    public static JobSpec Spec(string dataset, Task task, GeneratorSpec? settings = null, uint seed = 1) => new()
    {
        Task = task,
        Data = new DataSpec { Dataset = dataset, Generator = settings, Split = new SplitSpec { Validation = 0, Test = 0 } },
        Training = new TrainingSpec { Seed = seed },
    };

    public static EncodedDataset Load(string dataset, Task task, GeneratorSpec? settings = null, uint seed = 1) =>
        DatasetLoader.Load(SpecDefaults.Resolve(Spec(dataset, task, settings, seed), drawnSeed: 0), new BlobStore("unused"));

    public static IEnumerable<Violation> Check(string dataset, Task task, GeneratorSpec settings) =>
        SpecValidator.Validate(Spec(dataset, task, settings));
}
