using System.Text.Json;
using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
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
        ModelContent content = ModelContents.Plain();
        AssertSame(content, ModelReader.Read(_blobs, ModelFolder.Write(_blobs, content, Time)));
    }

    [Fact]
    public void A_downloaded_model_comes_back()
    {
        ModelContent content = ModelContents.Plain();
        AssertSame(content, ModelReader.Read(Download(ModelFolder.Write(_blobs, content, Time))));
    }

    [Fact]
    public void The_message_names_files_sizes_metrics_and_labels()
    {
        Model model = ModelFolder.Write(_blobs, ModelContents.Plain(), Time);
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
        ModelContent content = ModelContents.Plain();
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
        string folder = Download(ModelFolder.Write(_blobs, ModelContents.Plain(), Time));
        string Text(string name) => File.ReadAllText(Path.Combine(folder, name));

        Assert.Equal("[PAD]\n[UNK]\na\n\\n\n\\\\\n", Text("vocabulary.txt"));
        Assert.Equal("de\ne\\nn\n", Text("labels.txt"));
        Assert.Equal("{\n  \"test/accuracy\": 0.75,\n  \"test/loss\": null\n}\n", Text("metrics.json"));
        Assert.Equal(ModelContents.Plain().Spec, JobSpec.Parser.ParseJson(Text("spec.json")));

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
        string card = File.ReadAllText(Path.Combine(Download(ModelFolder.Write(_blobs, ModelContents.Plain(), Time)), "README.md"));
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
        ModelContent content = ModelContents.Plain();
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
        ModelContent content = ModelContents.Plain();
        content.Spec.Task = JobSpec.Types.Task.Generation;
        string card = File.ReadAllText(Path.Combine(Download(ModelFolder.Write(_blobs, content, Time)), "README.md"));
        Assert.Contains("pipeline_tag: text-generation\n", card, StringComparison.Ordinal);
        Assert.Contains("\nWrites texts, token by token. Trained by Cluster", card, StringComparison.Ordinal);
        Assert.Contains("`cluster generate toy-1 --prompt \"some text\"`", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_shows_what_the_script_reads()
    {
        using var files = new TinyFiles();
        string Card(ModelContent content) => File.ReadAllText(Path.Combine(Download(ModelFolder.Write(_blobs, content, Time)), "README.md"));
        Assert.Contains("\nlogits = network(tokens, lengths)\n", Card(ModelContents.Plain()), StringComparison.Ordinal);
        Assert.Contains("\nlogits = network(tokens, lengths, letters, letter_counts)\n", Card(ModelContents.Spelled()), StringComparison.Ordinal);
        Assert.Contains("`python3 load_pytorch.py --split \"some tokens\"` asks it", Card(ModelContents.Subword(_blobs, files)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_tokenizer_go_with_the_model()
    {
        using var files = new TinyFiles();
        ModelContent content = ModelContents.Subword(_blobs, files);
        Model model = ModelFolder.Write(_blobs, content, Time);
        string folder = Download(model);
        Assert.Equal(TinyTokenizers.WordPiece, File.ReadAllText(Path.Combine(folder, "vocab.txt")));
        AssertSame(content, ModelReader.Read(folder));
        LoadedModel loaded = ModelReader.Read(_blobs, model);
        AssertSame(content, loaded);
        Assert.Equal([5, 6, 7], loaded.Encode(new Field("unaffable")));
    }

    [Fact]
    public void Counts_by_class_stand_below_the_flat_metrics()
    {
        var report = new ClassReport { Split = "test", Classes = { new ClassRow { Name = "e\nn", F1 = 0.5, Support = 3 } }, Confusion = { 1, 2 } };
        string folder = Download(ModelFolder.Write(_blobs, ModelContents.Plain() with { Report = report }, Time));
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")));
        Assert.Equal(["report", "test/accuracy", "test/loss"], metrics.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0.75, metrics.RootElement.GetProperty("test/accuracy").GetDouble());
        Assert.Equal(report, ClassReport.Parser.ParseJson(metrics.RootElement.GetProperty("report").GetRawText()));
    }

    [Fact]
    public void Letters_and_the_length_of_pretrained_vectors_come_back()
    {
        ModelContent content = ModelContents.Spelled();
        Model model = ModelFolder.Write(_blobs, content, Time);

        LoadedModel loaded = ModelReader.Read(_blobs, model);

        AssertSame(content, loaded);
        Assert.Equal(["[PAD]", "[UNK]", "\t", "ß"], loaded.Characters.Tokens);
        Assert.Equal(content.Network.Data, loaded.Network.Data);
        Assert.Equal("[B, T, 12]", loaded.Network.Summarize().Layers[0].OutputShape);
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

    private string Download(Model model) => ModelContents.Download(_blobs, model, _directory["download"]);
}
