using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Tests.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Artifacts;

/// <summary>Small models to be written and read.</summary>
internal static class ModelContents
{
    /// <summary>A classifier of texts over three characters.</summary>
    public static ModelContent Plain()
    {
        JobSpec spec = new()
        {
            Name = "toy",
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec { Dataset = "builtin/toy", Text = "text", Label = "label" },
            Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Character, MaxLength = 8 },
            Model = new ModelSpec
            {
                Layers =
                {
                    new LayerSpec { Embedding = new EmbeddingLayer { Size = 3 } },
                    new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = new LstmLayer { Units = 2 } } },
                    new LayerSpec { Dense = new DenseLayer { Activation = DenseLayer.Types.Activation.Softmax } },
                },
            },
            Training = new TrainingSpec { Seed = 42, Optimizer = new OptimizerSpec { Rmsprop = new RmsPropOptimizer { LearningRate = 0.002f } } },
        };
        Vocabulary vocabulary = new(["a", "\n", "\\"]);
        var shape = new DataShape(vocabulary.Size, Features: 0, Outputs: 2, TargetKind.Class, TargetPerStep: false);
        Network network = Network.Build(spec.Model, shape, LossSettings.CrossEntropy);
        float[] parameters = new float[network.Layout.Length];
        network.Layout.Initialize(42, parameters);
        EncodedSplit none = new(shape, []);
        EncodedDataset dataset = new("0123", vocabulary, ["de", "e\nn"], none, none, none);
        Dictionary<string, double> metrics = new() { ["test/loss"] = double.NaN, ["test/accuracy"] = 0.75 };
        return new ModelContent("toy-1", spec, network, parameters, dataset, "cpu", 100, metrics);
    }

    /// <summary>The same over the pieces of a tokenizer, whose files are stored.</summary>
    public static ModelContent Subword(BlobStore blobs, TinyFiles files)
    {
        ModelContent content = Plain();
        content.Spec.Tokens = files.Store(blobs);
        Vocabulary vocabulary = files.WordPiece;
        var shape = new DataShape(vocabulary.Size, Features: 0, Outputs: 2, TargetKind.Class, TargetPerStep: false);
        Network network = Network.Build(content.Spec.Model, shape, LossSettings.CrossEntropy);
        EncodedSplit none = new(shape, []);
        EncodedDataset dataset = content.Dataset with { Vocabulary = vocabulary, Training = none, Validation = none, Test = none };
        return content with { Network = network, Dataset = dataset, Parameters = new float[network.Layout.Length] };
    }

    /// <summary>A tagger with letters and pretrained vectors of 8 numbers.</summary>
    public static ModelContent Spelled()
    {
        ModelContent plain = Plain();
        JobSpec spec = plain.Spec.Clone();
        spec.Model.Layers[0].Embedding = new EmbeddingLayer
        {
            Characters = new CharacterEncoder { Size = 3, Units = 2, MaxLength = 20 },
            Vectors = new PretrainedVectors { Dataset = "glove", Trainable = false },
        };
        Vocabulary characters = new(["\t", "ß"]);
        DataShape shape = plain.Dataset.Shape with { CharacterVocabularySize = characters.Size, VectorSize = 8 };
        Network network = Network.Build(spec.Model, shape, LossSettings.CrossEntropy);
        float[] parameters = new float[network.Layout.Length];
        network.Layout.Initialize(42, parameters);
        EncodedSplit none = new(shape, []);
        EncodedDataset dataset = plain.Dataset with { Characters = characters, Training = none };
        return plain with { Spec = spec, Network = network, Parameters = parameters, Dataset = dataset };
    }

    /// <summary>Copies the files of a model to a folder, as a download does.</summary>
    public static string Download(BlobStore blobs, Model model, string path)
    {
        string folder = Directory.CreateDirectory(path).FullName;
        foreach (ModelFile file in model.Files)
        {
            using Stream stored = blobs.OpenRead(file.Sha256);
            using FileStream copy = File.Create(Path.Combine(folder, file.Name));
            stored.CopyTo(copy);
        }

        return folder;
    }
}
