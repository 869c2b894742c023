using System.Text.Json;
using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Tests.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Artifacts;

public sealed class ModelFolderTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private readonly TemporaryDirectory _directory = new();
    private readonly BlobStore _blobs;

    public ModelFolderTests() => _blobs = new BlobStore(_directory["blobs"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_stored_model_comes_back()
    {
        ModelContent content = Content();
        AssertSame(content, ModelReader.Read(_blobs, ModelFolder.Write(_blobs, content, Time)));
    }

    [Fact]
    public void A_downloaded_model_comes_back()
    {
        ModelContent content = Content();
        AssertSame(content, ModelReader.Read(Download(ModelFolder.Write(_blobs, content, Time))));
    }

    [Fact]
    public void The_message_names_files_sizes_metrics_and_labels()
    {
        Model model = ModelFolder.Write(_blobs, Content(), Time);
        Assert.Equal(
            ["model.safetensors", "config.json", "vocabulary.txt", "labels.txt", "spec.json", "metrics.json", "provenance.json", "README.md", "load_pytorch.py"],
            model.Files.Select(file => file.Name));
        foreach (ModelFile file in model.Files)
        {
            Assert.True(_blobs.Verify(file.Sha256));
            using Stream stored = _blobs.OpenRead(file.Sha256);
            Assert.Equal(stored.Length, file.Size);
        }

        Assert.Equal("toy-1", model.Id);
        Assert.Equal(model.Files[0].Sha256, model.WeightsSha256);
        Assert.Equal(["de", "e\nn"], model.Labels);
        Assert.Equal(0.75, model.Metrics["test/accuracy"]);
        Assert.Equal(Time.ToUniversalTime(), model.CreateTime.ToDateTimeOffset());
        // Embedding 5 * 3, LSTM 2 * (8 * 3 + 8 * 2 + 8), dense 2 * 4 + 2.
        Assert.Equal(15 + 96 + 10, model.Parameters);
    }

    [Fact]
    public void The_weights_digest_depends_on_the_weights_alone()
    {
        ModelContent content = Content();
        string digest = ModelFolder.Write(_blobs, content, Time).WeightsSha256;
        ModelContent elsewhere = content with { Job = "toy-2", Step = 9, NumericClass = "other", Metrics = new Dictionary<string, double>() };
        Assert.Equal(digest, ModelFolder.Write(_blobs, elsewhere, Time.AddDays(1)).WeightsSha256);

        float[] changed = content.Parameters.ToArray();
        changed[0]++;
        Assert.NotEqual(digest, ModelFolder.Write(_blobs, content with { Parameters = changed }, Time).WeightsSha256);
    }

    [Fact]
    public void Small_files_say_what_they_should()
    {
        string folder = Download(ModelFolder.Write(_blobs, Content(), Time));
        string Text(string name) => File.ReadAllText(Path.Combine(folder, name));

        Assert.Equal("[PAD]\n[UNK]\na\n\\n\n\\\\\n", Text("vocabulary.txt"));
        Assert.Equal("de\ne\\nn\n", Text("labels.txt"));
        Assert.Equal("{\n  \"test/accuracy\": 0.75,\n  \"test/loss\": null\n}\n", Text("metrics.json"));
        Assert.Equal(Content().Spec, JobSpec.Parser.ParseJson(Text("spec.json")));

        using JsonDocument config = JsonDocument.Parse(Text("config.json"));
        Assert.Equal("CLASSIFICATION", config.RootElement.GetProperty("task").GetString());
        Assert.Equal(5, config.RootElement.GetProperty("vocabularySize").GetInt32());
        JsonElement layer = config.RootElement.GetProperty("layers")[1];
        Assert.Equal("bidirectional", layer.GetProperty("name").GetString());
        Assert.Equal((3, 4), (layer.GetProperty("inputSize").GetInt32(), layer.GetProperty("outputSize").GetInt32()));
        Assert.Equal(2, layer.GetProperty("settings").GetProperty("bidirectional").GetProperty("lstm").GetProperty("units").GetInt32());

        using JsonDocument provenance = JsonDocument.Parse(Text("provenance.json"));
        Assert.Equal("2026-01-02T02:04:05Z", provenance.RootElement.GetProperty("time").GetString());
        Assert.Equal(42, provenance.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal("0123", provenance.RootElement.GetProperty("datasetSha256").GetString());
        Assert.StartsWith("0.1.0", provenance.RootElement.GetProperty("clusterVersion").GetString());
    }

    [Fact]
    public void The_card_has_front_matter_layers_and_results()
    {
        string card = File.ReadAllText(Path.Combine(Download(ModelFolder.Write(_blobs, Content(), Time)), "README.md"));
        Assert.StartsWith("---\nlibrary_name: cluster\n", card, StringComparison.Ordinal);
        Assert.Contains("\n---\n\n# toy-1\n", card, StringComparison.Ordinal);
        Assert.Contains("- \"builtin/toy\"\n", card, StringComparison.Ordinal);
        Assert.Contains("| bidirectional | Bidirectional(LSTM) | [B, 4] | 96 |\n", card, StringComparison.Ordinal);
        Assert.Contains("| test/accuracy | 0.75 |\n", card, StringComparison.Ordinal);
        Assert.Contains("`de`, `e\\nn`.", card, StringComparison.Ordinal);
        Assert.Contains("`python3 load_pytorch.py \"some text\"` asks it without Cluster.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scaling_of_a_series_goes_with_the_model()
    {
        ModelContent content = Content();
        var scaling = new SeriesScaling(["x", "y"], [1.5, 2], [0.1, 4], [1, 1]);
        Model model = ModelFolder.Write(_blobs, content with { Dataset = content.Dataset with { Scaling = scaling } }, Time);
        string json = File.ReadAllText(Path.Combine(Download(model), "scaling.json"));
        Assert.Equal(
            "{\"columns\":[\"x\",\"y\"],\"means\":[1.5,2],\"deviations\":[0.1,4],\"outputs\":[\"y\",\"y\"]}",
            json.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.DoesNotContain(ModelFolder.Write(_blobs, content, Time).Files, file => file.Name == "scaling.json");
    }

    [Fact]
    public void The_card_says_what_the_model_is_for()
    {
        ModelContent content = Content();
        content.Spec.Task = JobSpec.Types.Task.Generation;
        string card = File.ReadAllText(Path.Combine(Download(ModelFolder.Write(_blobs, content, Time)), "README.md"));
        Assert.Contains("pipeline_tag: text-generation\n", card, StringComparison.Ordinal);
        Assert.Contains("\nWrites texts, token by token. Trained by Cluster", card, StringComparison.Ordinal);
        Assert.Contains("`cluster generate toy-1 --prompt \"some text\"`", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_tokenizer_go_with_the_model()
    {
        using var files = new TinyFiles();
        ModelContent content = Subword(files);
        Model model = ModelFolder.Write(_blobs, content, Time);
        string folder = Download(model);
        Assert.Equal(TinyTokenizers.WordPiece, File.ReadAllText(Path.Combine(folder, "vocab.txt")));
        AssertSame(content, ModelReader.Read(folder));
        LoadedModel loaded = ModelReader.Read(_blobs, model);
        AssertSame(content, loaded);
        Assert.Equal([5, 6, 7], loaded.Encode(new Field("unaffable")));
    }

    [Fact]
    public void A_tokenizer_that_is_missing_or_another_one_is_refused()
    {
        using var files = new TinyFiles();
        string folder = Download(ModelFolder.Write(_blobs, Subword(files), Time));
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), TinyTokenizers.WordPiece.Replace("good", "bad", StringComparison.Ordinal));
        Assert.Equal(
            "vocabulary.txt: It has other tokens than the tokenizer.", Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder)).Message);
        File.Delete(Path.Combine(folder, "vocab.txt"));
        Assert.StartsWith(
            "The tokenizer has none of the files", Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("vocabulary.txt")]
    [InlineData("labels.txt")]
    [InlineData("spec.json")]
    [InlineData("provenance.json")]
    public void A_file_missing_cut_or_damaged_is_refused_by_name(string name)
    {
        string path = Path.Combine(Download(ModelFolder.Write(_blobs, Content(), Time)), name);
        byte[] whole = File.ReadAllBytes(path);
        // Three bytes, because JSON does not miss its last line feed.
        foreach (int length in new[] { 0, whole.Length / 2, whole.Length - 3 })
        {
            File.WriteAllBytes(path, whole[..length]);
            AssertRefused(path);
        }

        byte[] damaged = (byte[])whole.Clone();
        damaged[0] ^= 0xff;
        File.WriteAllBytes(path, damaged);
        AssertRefused(path);
        File.Delete(path);
        AssertRefused(path);
    }

    [Fact]
    public void A_damaged_or_missing_blob_is_refused()
    {
        Model model = ModelFolder.Write(_blobs, Content(), Time);
        ModelFile weights = model.Files[0];
        string path = _directory[$"blobs/{weights.Sha256[..2]}/{weights.Sha256[2..]}"];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("model.safetensors", Assert.Throws<InvalidDataException>(() => ModelReader.Read(_blobs, model)).Message);

        _blobs.Delete(weights.Sha256);
        Assert.Throws<InvalidDataException>(() => ModelReader.Read(_blobs, model));
    }

    [Fact]
    public void Counts_by_class_stand_below_the_flat_metrics()
    {
        var report = new ClassReport { Split = "test", Classes = { new ClassRow { Name = "e\nn", F1 = 0.5, Support = 3 } }, Confusion = { 1, 2 } };
        string folder = Download(ModelFolder.Write(_blobs, Content() with { Report = report }, Time));
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")));
        Assert.Equal(["report", "test/accuracy", "test/loss"], metrics.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0.75, metrics.RootElement.GetProperty("test/accuracy").GetDouble());
        Assert.Equal(report, ClassReport.Parser.ParseJson(metrics.RootElement.GetProperty("report").GetRawText()));
    }

    [Fact]
    public void Files_that_do_not_fit_each_other_are_refused()
    {
        string folder = Download(ModelFolder.Write(_blobs, Content(), Time));
        string spec = Path.Combine(folder, "spec.json");
        string text = File.ReadAllText(spec);
        File.WriteAllText(spec, text.Replace("\"size\": 3", "\"size\": 4", StringComparison.Ordinal));
        LoadedModel model = ModelReader.Read(folder);
        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => model.CopyParameters(new float[model.Network.Layout.Length]));
        Assert.Contains("model.safetensors: embedding.weight has the shape [5, 3], not [5, 4]", error.Message, StringComparison.Ordinal);

        File.WriteAllText(spec, text.Replace("\"units\": 2", "\"units\": -2", StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder));
        File.WriteAllText(spec, text);
        File.AppendAllText(Path.Combine(folder, "labels.txt"), "fr\n");
        Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder));
    }

    [Fact]
    public void Letters_and_the_length_of_pretrained_vectors_come_back()
    {
        ModelContent content = Spelled();
        Model model = ModelFolder.Write(_blobs, content, Time);

        LoadedModel loaded = ModelReader.Read(_blobs, model);

        AssertSame(content, loaded);
        Assert.Equal(["[PAD]", "[UNK]", "\t", "ß"], loaded.Characters.Tokens);
        Assert.Equal(content.Network.Data, loaded.Network.Data);
        Assert.Equal("[B, T, 12]", loaded.Network.Summarize().Layers[0].OutputShape);
    }

    [Fact]
    public void Letters_that_do_not_fit_the_network_are_refused()
    {
        string folder = Download(ModelFolder.Write(_blobs, Spelled(), Time));
        string characters = Path.Combine(folder, "characters.txt");
        File.AppendAllText(characters, "x\n");
        AssertRefused(characters);
        File.Delete(characters);
        AssertRefused(characters);
    }

    private static void AssertRefused(string path)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ModelReader.Read(Path.GetDirectoryName(path)!));
        Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(ModelContent content, LoadedModel model)
    {
        Assert.Equal(content.Spec, model.Spec);
        Assert.Equal(content.Dataset.Vocabulary.Tokens, model.Vocabulary.Tokens);
        Assert.Equal(content.Dataset.Labels, model.Labels);
        float[] parameters = new float[model.Network.Layout.Length];
        model.CopyParameters(parameters);
        Assert.Equal(content.Parameters.ToArray(), parameters);
    }

    private static ModelContent Content()
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

    private ModelContent Subword(TinyFiles files)
    {
        ModelContent content = Content();
        content.Spec.Tokens = files.Store(_blobs);
        Vocabulary vocabulary = files.WordPiece;
        var shape = new DataShape(vocabulary.Size, Features: 0, Outputs: 2, TargetKind.Class, TargetPerStep: false);
        Network network = Network.Build(content.Spec.Model, shape, LossSettings.CrossEntropy);
        EncodedSplit none = new(shape, []);
        EncodedDataset dataset = content.Dataset with { Vocabulary = vocabulary, Training = none, Validation = none, Test = none };
        return content with { Network = network, Dataset = dataset, Parameters = new float[network.Layout.Length] };
    }

    /// <summary>A tagger with letters and pretrained vectors of 8 numbers.</summary>
    private static ModelContent Spelled()
    {
        ModelContent plain = Content();
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

    private string Download(Model model)
    {
        string folder = Directory.CreateDirectory(_directory["download"]).FullName;
        foreach (ModelFile file in model.Files)
        {
            using Stream stored = _blobs.OpenRead(file.Sha256);
            using FileStream copy = File.Create(Path.Combine(folder, file.Name));
            stored.CopyTo(copy);
        }

        return folder;
    }
}
