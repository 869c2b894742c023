using Cluster.Training.Artifacts;
using Cluster.Training.Checkpoints;

namespace Cluster.Training.Tests.Checkpoints;

public sealed class CheckpointFileTests
{
    private static readonly CheckpointHeader Header = new("language-id-7", 1200, "cpu/avx512/libtorch-2.10.0/float32");

    [Fact]
    public void Header_and_vectors_come_back()
    {
        NamedVector[] read = Vectors(4, 4);
        Assert.Equal(Header, CheckpointFile.Read(new MemoryStream(Written()), read));
        Assert.Equal([1f, 2, 3, 4], read[0].Values.ToArray());
        Assert.Equal([0f, -1, 0.5f, float.Epsilon], read[1].Values.ToArray());
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(Written(), Written());

    [Fact]
    public void A_checkpoint_cut_anywhere_is_refused_and_overwrites_nothing()
    {
        byte[] whole = Written();
        for (int length = 0; length < whole.Length; length++)
        {
            NamedVector[] read = Vectors(4, 4);
            Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(new MemoryStream(whole, 0, length), read));
            Assert.All(read, vector => Assert.Equal(new float[4], vector.Values.ToArray()));
        }
    }

    [Fact]
    public void A_checkpoint_of_another_network_or_optimizer_is_refused()
    {
        byte[] whole = Written();
        Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(new MemoryStream(whole), Vectors(4, 5)));
        Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(new MemoryStream(whole), Vectors(4, 4)[..1]));
        Assert.Throws<InvalidDataException>(() =>
            CheckpointFile.Read(new MemoryStream(whole), [new("parameters", new float[4]), new("velocity", new float[4])]));
    }

    [Theory]
    [InlineData("format", "cluster-checkpoint/2")]
    [InlineData("format", null)]
    [InlineData("step", "-1")]
    [InlineData("step", "many")]
    [InlineData("step", null)]
    [InlineData("job", null)]
    [InlineData("numeric_class", null)]
    public void A_damaged_header_is_refused(string key, string? value)
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = "cluster-checkpoint/1",
            ["job"] = "j",
            ["step"] = "1",
            ["numeric_class"] = "c",
        };
        Assert.Equal(1, CheckpointFile.Read(File(metadata), []).Step);

        metadata.Remove(key);
        if (value is not null) metadata[key] = value;
        Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(File(metadata), []));
    }

    private static MemoryStream File(Dictionary<string, string> metadata)
    {
        MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [], [.. metadata]);
        stream.Position = 0;
        return stream;
    }

    private static byte[] Written()
    {
        using MemoryStream stream = new();
        CheckpointFile.Write(
            stream,
            Header,
            [new("parameters", new float[] { 1, 2, 3, 4 }), new("mean_square", new float[] { 0, -1, 0.5f, float.Epsilon })]);
        return stream.ToArray();
    }

    private static NamedVector[] Vectors(int parameters, int state) =>
        [new("parameters", new float[parameters]), new("mean_square", new float[state])];
}
