using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Tests.Inference;
using Cluster.V1;

namespace Cluster.Training.Tests.Artifacts;

/// <summary>A folder that comes from outside is believed in nothing.</summary>
public sealed class ModelImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly BlobStore _blobs;
    private readonly Model _stored;

    public ModelImportTests()
    {
        _blobs = new BlobStore(_directory["blobs"]);
        _stored = ModelFolder.Write(_blobs, Toy.Content("toy-1"), DateTimeOffset.UnixEpoch);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_stored_can_be_imported_and_says_the_same()
    {
        Model imported = ModelImport.Read(_blobs, "", [.. _stored.Files], DateTimeOffset.UnixEpoch);
        Assert.Matches("^toy-[0-9a-f]{12}$", imported.Id);
        Assert.Equal((_stored.WeightsSha256, _stored.Parameters, _stored.Task), (imported.WeightsSha256, imported.Parameters, imported.Task));
        Assert.Equal((_stored.Labels, _stored.Input, _stored.Metrics), (imported.Labels, imported.Input, imported.Metrics));
        Assert.Equal("model.safetensors", imported.Files[0].Name);
    }

    [Fact]
    public void The_id_follows_from_name_and_content_alone()
    {
        string id = ModelImport.Read(_blobs, "mine", [.. _stored.Files], DateTimeOffset.UnixEpoch).Id;
        Assert.StartsWith("mine-", id, StringComparison.Ordinal);
        Assert.Equal(id, ModelImport.Read(_blobs, "mine", [.. _stored.Files.Reverse()], DateTimeOffset.UnixEpoch.AddDays(1)).Id);
        Assert.NotEqual(id, ModelImport.Read(_blobs, "mine", Changed("README.md", _ => "other"u8.ToArray()), DateTimeOffset.UnixEpoch).Id);
    }

    [Theory]
    [InlineData("Mine")]
    [InlineData("a/b")]
    [InlineData("a name that is much longer than forty characters")]
    public void A_name_is_plain(string name) => Assert.Equal(
        $"A model's name has 1 to 40 lower-case letters, digits and dashes; '{name}' is none.",
        Assert.Throws<InvalidDataException>(() => ModelImport.Read(_blobs, name, [.. _stored.Files], DateTimeOffset.UnixEpoch)).Message);

    /// <summary>Each one is a whole file with the digest that provenance.json announces, as an attacker would make it.</summary>
    [Theory]
    [InlineData("huge header", "model.safetensors: A header of 1099511627776 bytes is too long.")]
    [InlineData("header past the end", "model.safetensors: The file ends within its header of 99999999 bytes.")]
    [InlineData("overlap", "model.safetensors: The data of dense.weight begins at 0, not at 8 where the tensor before ends.")]
    [InlineData("out of range", "model.safetensors: The header speaks of 8 bytes of data, the file has 4.")]
    [InlineData("wrong type", "model.safetensors: dense.bias has the type F64; only F32 can be read.")]
    [InlineData("other tensors", "model.safetensors: There is no tensor embedding.weight.")]
    [InlineData("no JSON", "model.safetensors: The header is not valid JSON.")]
    [InlineData("not a number", "model.safetensors: dense.bias has a value that is not finite.")]
    public void Hostile_weights_are_a_sentence(string kind, string message) => AssertRefused(Announced(Weights(kind)), message);

    [Theory]
    [InlineData("spec.json", "\"units\": 2", "\"units\": 3", "model.safetensors: lstm.weight_ih_l0 has the shape [8, 2], not [12, 2].")]
    [InlineData("spec.json", "\"units\": 2", "\"units\": 2000000000", "spec.json: model.layers[1].lstm.units: Is 2000000000, but must be 1 to 65536.")]
    [InlineData("spec.json", "\"maxLength\": 4", "\"maxLength\": -1", "spec.json: tokens.maxLength must be at least 1.")]
    [InlineData("spec.json", "\"task\": \"CLASSIFICATION\",", "", "spec.json: there is no task 0.")]
    [InlineData("config.json", "\"vocabularySize\": 3", "\"vocabularySize\": 4", "vocabulary.txt has 3 lines, config.json says 4.")]
    [InlineData("config.json", "\"outputs\": 2", "\"outputs\": 3", "labels.txt has 2 lines, config.json says 3.")]
    [InlineData("config.json", "cluster-model/1", "cluster-model/9", "config.json: The format is 'cluster-model/9', not 'cluster-model/1'.")]
    public void Files_that_do_not_fit_each_other_are_a_sentence(string file, string from, string to, string message) => AssertRefused(
        Changed(file, content =>
        {
            string text = Encoding.UTF8.GetString(content);
            Assert.Contains(from, text, StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        }),
        message);

    private void AssertRefused(ModelFile[] files, string message) => Assert.StartsWith(
        message,
        Assert.Throws<InvalidDataException>(() => ModelImport.Read(_blobs, "", files, DateTimeOffset.UnixEpoch)).Message,
        StringComparison.Ordinal);

    private byte[] Weights(string kind)
    {
        byte[] whole = Content("model.safetensors");
        switch (kind)
        {
            case "huge header":
                BinaryPrimitives.WriteUInt64LittleEndian(whole, 1UL << 40);
                return whole;
            case "header past the end":
                BinaryPrimitives.WriteUInt64LittleEndian(whole, 99999999);
                return whole;
            case "not a number":
                BinaryPrimitives.WriteSingleLittleEndian(whole.AsSpan(whole.Length - 4), float.NaN);
                return whole;
            case "no JSON":
                whole[8] = (byte)'!';
                return whole;
            case "overlap":
                return Safetensors("""{"dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"dense.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 20);
            case "out of range":
                return Safetensors("""{"dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4);
            case "wrong type":
                return Safetensors("""{"dense.bias":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", 16);
            default:
                return Safetensors("""{"dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8);
        }
    }

    private static byte[] Safetensors(string header, int data)
    {
        byte[] file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header, file.AsSpan(8));
        return file;
    }

    /// <summary>The files with other weights, and a provenance that says so.</summary>
    private ModelFile[] Announced(byte[] weights)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(weights));
        string provenance = Encoding.UTF8.GetString(Content("provenance.json")).Replace(_stored.WeightsSha256, digest, StringComparison.Ordinal);
        return Replaced(Replaced([.. _stored.Files], "model.safetensors", weights), "provenance.json", Encoding.UTF8.GetBytes(provenance));
    }

    private ModelFile[] Changed(string name, Func<byte[], byte[]> change) => Replaced([.. _stored.Files], name, change(Content(name)));

    private ModelFile[] Replaced(ModelFile[] files, string name, byte[] content)
    {
        Blob blob = _blobs.Write(stream => stream.Write(content));
        return Array.ConvertAll(files, file => file.Name == name ? new ModelFile { Name = name, Size = blob.Size, Sha256 = blob.Sha256 } : file);
    }

    private byte[] Content(string name)
    {
        using Stream stored = _blobs.OpenRead(_stored.Files.Single(file => file.Name == name).Sha256);
        using MemoryStream content = new();
        stored.CopyTo(content);
        return content.ToArray();
    }
}
