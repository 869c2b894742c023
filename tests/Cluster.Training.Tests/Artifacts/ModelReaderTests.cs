using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Tests.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Artifacts;

/// <summary>What is missing, damaged or does not fit is refused, by the name of the file.</summary>
public sealed class ModelReaderTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private readonly TemporaryDirectory _directory = new();
    private readonly BlobStore _blobs;

    public ModelReaderTests() => _blobs = new BlobStore(_directory["blobs"]);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("vocabulary.txt")]
    [InlineData("labels.txt")]
    [InlineData("spec.json")]
    [InlineData("provenance.json")]
    public void A_file_missing_cut_or_damaged_is_refused_by_name(string name)
    {
        string path = Path.Combine(Download(ModelFolder.Write(_blobs, ModelContents.Plain(), Time)), name);
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
        Model model = ModelFolder.Write(_blobs, ModelContents.Plain(), Time);
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
    public void Files_that_do_not_fit_each_other_are_refused()
    {
        string folder = Download(ModelFolder.Write(_blobs, ModelContents.Plain(), Time));
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
    public void A_tokenizer_that_is_missing_or_another_one_is_refused()
    {
        using var files = new TinyFiles();
        string folder = Download(ModelFolder.Write(_blobs, ModelContents.Subword(_blobs, files), Time));
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), TinyTokenizers.WordPiece.Replace("good", "bad", StringComparison.Ordinal));
        Assert.Equal(
            "vocabulary.txt: It has other tokens than the tokenizer.", Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder)).Message);
        File.Delete(Path.Combine(folder, "vocab.txt"));
        Assert.StartsWith(
            "The tokenizer has none of the files", Assert.Throws<InvalidDataException>(() => ModelReader.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_do_not_fit_the_network_are_refused()
    {
        string folder = Download(ModelFolder.Write(_blobs, ModelContents.Spelled(), Time));
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

    private string Download(Model model) => ModelContents.Download(_blobs, model, _directory["download"]);
}
