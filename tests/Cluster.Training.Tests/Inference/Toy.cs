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
        ModelContent content = Content("toy-1", task, vocabulary, labels, features);
        content.Spec.Tokens = tokens(blobs);
        return ModelReader.Read(blobs, ModelFolder.Write(blobs, content, DateTimeOffset.UnixEpoch));
    }

    /// <summary>A classifier of texts over one token.</summary>
    public static ModelContent Content(string id) => Content(id, Task.Classification, new Vocabulary(["x"]), ["X", "Y"], features: 0);

    /// <summary>Reads 2 steps of x and y, and predicts y for the next 2.</summary>
    public static LoadedModel Forecasting(string folder)
    {
        JobSpec spec = Spec(Task.Forecasting);
        spec.Data.Series = new SeriesSpec { Window = 2, Horizon = 2 };
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        var shape = new DataShape(0, Features: 2, Outputs: 2, TargetKind.Values, TargetPerStep: false);
        ModelContent content = Content("toy-2", spec, shape, LossSettings.SquaredError, Vocabulary.None, []);
        var scaling = new SeriesScaling(["x", "y"], [0, 10], [1, 4], [1, 1]);
        var blobs = new BlobStore(folder);
        content = content with { Dataset = content.Dataset with { Scaling = scaling } };
        return ModelReader.Read(blobs, ModelFolder.Write(blobs, content, DateTimeOffset.UnixEpoch));
    }

    /// <summary>A tagger of words, at most 4, that reads up to 3 letters of each.</summary>
    public static LoadedModel Spelling(string folder, bool lowercase, Vocabulary vocabulary, Vocabulary characters, IReadOnlyList<string> labels)
    {
        JobSpec spec = Spec(Task.Tagging);
        spec.Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Word, Lowercase = lowercase, MaxLength = 4 };
        var encoder = new CharacterEncoder { Size = 2, Units = 1, MaxLength = 3 };
        spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2, Characters = encoder } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer { Activation = DenseLayer.Types.Activation.Softmax } });
        var shape = new DataShape(vocabulary.Size, 0, labels.Count, TargetKind.Class, TargetPerStep: true) { CharacterVocabularySize = characters.Size };
        ModelContent content = Content("toy-3", spec, shape, LossSettings.CrossEntropy, vocabulary, labels);
        var blobs = new BlobStore(folder);
        content = content with { Dataset = content.Dataset with { Characters = characters } };
        return ModelReader.Read(blobs, ModelFolder.Write(blobs, content, DateTimeOffset.UnixEpoch));
    }

    private static ModelContent Content(string id, Task task, Vocabulary vocabulary, IReadOnlyList<string> labels, int features)
    {
        bool perStep = task != Task.Classification;
        JobSpec spec = Spec(task);
        if (features == 0) spec.Model.Layers.Add(new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } });
        spec.Model.Layers.Add(new LayerSpec { Lstm = new LstmLayer { Units = 2, ReturnSequences = perStep } });
        spec.Model.Layers.Add(new LayerSpec { Dense = new DenseLayer() });
        var shape = new DataShape(vocabulary.Size, features, labels.Count, TargetKind.Class, perStep);
        return Content(id, spec, shape, LossSettings.CrossEntropy, vocabulary, labels);
    }

    private static JobSpec Spec(Task task) => new()
    {
        Name = "toy",
        Task = task,
        Data = new DataSpec { Dataset = "builtin/toy" },
        Tokens = new TokenSpec { MaxLength = 4 },
        Model = new ModelSpec(),
        Training = new TrainingSpec { Seed = 1 },
    };

    private static ModelContent Content(
        string id, JobSpec spec, DataShape shape, LossSettings loss, Vocabulary vocabulary, IReadOnlyList<string> labels)
    {
        Network network = Network.Build(spec.Model, shape, loss);
        EncodedSplit none = new(shape, []);
        var dataset = new EncodedDataset("0123", vocabulary, labels, none, none, none);
        return new ModelContent(id, spec, network, new float[network.Layout.Length], dataset, "toy", 1, new Dictionary<string, double>());
    }
}
