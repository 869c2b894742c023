using System.Buffers.Binary;
using System.Text;
using Cluster.Training.Artifacts;

namespace Cluster.Training.Tests.Artifacts;

public sealed class SafetensorsTests
{
    private const string Odd = "a \"\u00fc\"";

    [Fact]
    public void A_file_has_the_bytes_of_the_format()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [new("a", [2], new float[] { 1, -2 })], [new("format", "pt")]);

        const string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        string padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] length = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0];
        byte[] values = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
        Assert.Equal([.. length, .. Encoding.ASCII.GetBytes(padded), .. values], stream.ToArray());
    }

    [Fact]
    public void Tensors_and_properties_come_back()
    {
        float[] large = [.. Enumerable.Range(0, (1 << 20) + 5).Select(i => i * 0.25f)];
        using MemoryStream stream = new();
        SafetensorsWriter.Write(
            stream,
            [
                new("b", [2, 3], new float[] { 1, 2, 3, 4, 5, float.NaN }),
                new(Odd, [large.Length], large),
                new("none", [0, 4], default),
                new("one", [], new float[] { 7 }),
            ],
            [new("k", "v\n"), new("empty", "")]);

        stream.Position = 0;
        SafetensorsReader reader = new(stream);
        Assert.Equal(["b", Odd, "none", "one"], reader.Tensors.Select(entry => entry.Name));
        Assert.Equal([2L, 3L], reader.Tensors[0].Shape);
        Assert.Equal(("v\n", ""), (reader.Metadata["k"], reader.Metadata["empty"]));
        float[] small = new float[6], big = new float[large.Length], one = new float[1];
        reader.Read("one", one);
        reader.Read("b", small);
        reader.Read(Odd, big);
        Assert.Equal([1, 2, 3, 4, 5, float.NaN], small);
        Assert.Equal(large, big);
        Assert.Equal([7f], one);
    }

    [Fact]
    public void Values_start_at_a_multiple_of_eight_bytes()
    {
        for (int extra = 0; extra < 8; extra++)
        {
            using MemoryStream stream = new();
            SafetensorsWriter.Write(stream, [new(new string('n', 1 + extra), [1], new float[1])], []);
            Assert.Equal(0, (stream.Length - sizeof(float)) % 8);
        }
    }

    [Fact]
    public void A_name_twice_or_values_that_do_not_fit_are_refused()
    {
        SafetensorsTensor tensor = new("a", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [tensor, tensor], []));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [tensor with { Shape = [2] }], []));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [tensor with { Name = "__metadata__" }], []));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("""{"a":3}""", "not an object")]
    [InlineData("""{"__metadata__":{"a":3}}""", "not a string")]
    [InlineData("""{"__metadata__":[]}""", "not an object")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "no type")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "only F32")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "no shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "no data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "no range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "no range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "its shape needs 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the file has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "the file has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    public void Hostile_headers_are_refused_with_a_sentence(string header, string sentence)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new SafetensorsReader(File(header)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001)]
    [InlineData(100_000_000)]
    [InlineData(1000)]
    public void Header_lengths_beyond_the_file_or_the_limit_are_refused(ulong length)
    {
        byte[] file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.Throws<InvalidDataException>(() => new SafetensorsReader(new MemoryStream(file)));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [new("a", [2], new float[] { 1, -2 })], [new("format", "pt")]);
        byte[] whole = stream.ToArray();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => new SafetensorsReader(new MemoryStream(whole, 0, length)));
    }

    [Fact]
    public void Any_flipped_bit_in_the_header_gives_a_valid_file_or_a_sentence()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [new("a", [2], new float[] { 1, -2 }), new("b", [1, 1], new float[1])], [new("format", "pt")]);
        byte[] file = stream.ToArray();
        int refused = 0;
        for (int bit = 0; bit < (file.Length - 12) * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << bit % 8);
            // Anything but an InvalidDataException fails the test.
            if (Record.Exception(() => new SafetensorsReader(new MemoryStream(file))) is Exception error)
            {
                Assert.IsType<InvalidDataException>(error);
                refused++;
            }

            file[bit / 8] ^= (byte)(1 << bit % 8);
        }

        Assert.True(refused > file.Length, $"Only {refused} of {(file.Length - 12) * 8} were refused.");
    }

    [Fact]
    public void Asking_for_what_is_not_there_is_answered_with_a_sentence()
    {
        const string header = """{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""";
        SafetensorsReader reader = new(File(header));
        reader.Require("a", [1, 2]);
        Assert.Throws<InvalidDataException>(() => reader.Require("a", [2]));
        Assert.Throws<InvalidDataException>(() => reader.Require("b", [2]));
        Assert.Throws<InvalidDataException>(() => reader.Read("b", new float[2]));
        Assert.Throws<InvalidDataException>(() => reader.Read("a", new float[1]));
    }

    /// <summary>A file of this header and two values.</summary>
    private static MemoryStream File(string header)
    {
        byte[] file = new byte[8 + header.Length + 8];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header, file.AsSpan(8));
        return new MemoryStream(file);
    }
}
