using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Specs;
using Cluster.V1;
using YamlDotNet.Serialization;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>The models of the examples, over their own data.</summary>
internal static class ExampleModels
{
    private const string Folder = "examples/";
    private const int Sequences = 6;

    public static IEnumerable<ModelCase> All => typeof(ExampleModels).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(Read);

    private static ModelCase Read(string resource)
    {
        using var yaml = new StreamReader(typeof(ExampleModels).Assembly.GetManifestResourceStream(resource)!);
        object? document = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        JobSpec spec = SpecDefaults.Resolve(JobSpec.Parser.ParseJson(new SerializerBuilder().JsonCompatible().Build().Serialize(document)), drawnSeed: 1);
        EncodedDataset dataset = DatasetLoader.Load(spec, new BlobStore("/no/blobs"));
        var network = Network.Build(spec.Model, dataset.Shape, LossSettings.Of(spec.Training.Loss, dataset.Labels));
        var batch = SequenceBatch.Of(dataset.Training, [.. Enumerable.Range(0, Sequences)], dropoutKey: 0);
        return ModelCase.Of(resource[Folder.Length..], spec, network, dataset, batch);
    }
}
