using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Inference;

/// <summary>Small models for use, read back from their folder; all parameters are 0.</summary>
internal static class Toy
{
    public static LoadedModel Model(string folder, Task task, Vocabulary vocabulary, IReadOnlyList<string> labels, int features = 0) =>
        Model(folder, task, vocabulary, labels, features, _ => new TokenSpec { MaxLength = 4 });

    /// <param name="tokens">Makes the tokens, and stores what they need.</param>
    public static LoadedModel Model(
        string folder, Task task, Vocabulary vocabulary, IReadOnlyList<string> labels, int features, Func<BlobStore, TokenSpec> tokens)
    {
        var blobs = new BlobStore(folder);
        bool perStep = task != Task.Classification;
        JobSpec spec = new()
        {
            Task = task,
            Data = new DataSpec { Dataset = "builtin/toy" },
            Tokens = tokens(blobs),
            Model = new ModelSpec(),
            Training = new TrainingSpec { Seed = 1 },
        };
        if (features == 0) spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2, ReturnSequences = perStep } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        var shape = new DataShape(vocabulary.Size, features, labels.Count, TargetKind.Class, perStep);
        Network network = Network.Build(spec.Model, shape, LossSettings.CrossEntropy);
        EncodedSplit none = new(shape, []);
        var dataset = new EncodedDataset("0123", vocabulary, labels, none, none, none);
        var content = new ModelContent("toy-1", spec, network, new float[network.Layout.Length], dataset, "toy", 1, new Dictionary<string, double>());
        return ModelReader.Read(blobs, ModelFolder.Write(blobs, content, DateTimeOffset.UnixEpoch));
    }
}
