using System.IO.Compression;
using System.Text;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Vectors;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Vectors;

public sealed class PretrainedVectorsTests : IDisposable
{
    private static readonly Vocabulary Words = new(["the", "Paris", "PARIS", ". . .", "é"]);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("the 1 -2.5\nof 3 4\n. . . 5 6e-1\n")]
    [InlineData("3 2\nthe 1 -2.5\nof 3 4\n. . . 5 0.6\n")]
    [InlineData("3 2\r\nthe 1 -2.5 \r\nof 3 4 \r\n. . . 5 0.6 ")]
    [InlineData("\uFEFFthe\t1\t-2.5\n\nof\t3\t4\n. . . 5 0.6")]
    public void Glove_word2vec_and_fastText_are_told_apart(string text) =>
        Assert.Equal([[9, 9], [9, 9], [1, -2.5f], [9, 9], [9, 9], [5, 0.6f], [9, 9]], Rows(text));

    [Fact]
    public void A_word_is_looked_up_as_it_is_written_and_then_in_lower_case()
    {
        Assert.Equal([[9], [9], [9], [3], [1], [9], [9]], Rows("paris 1\nPaRiS 2\nParis 3\n"));
        Assert.Equal([[9], [9], [9], [3], [1], [9], [9]], Rows("Paris 3\nparis 1\nParis 4\nparis 5\n"));
    }

    [Fact]
    public void Padding_and_unknown_have_no_vector() => Assert.All(Rows("[PAD] 1\n[UNK] 2\n"), row => Assert.Equal([9], row));

    /// <summary>Of five words three have a vector; of the training part's tokens 2, 3, 1, 6, 2 the first, the second and the last.</summary>
    [Fact]
    public void Coverage_is_the_share_of_words_and_of_training_tokens()
    {
        WordVectors vectors = Add("the 1\nparis 2\nof 3\n").Vectors!;
        Assert.Equal((3 / 5.0, 3 / 5.0), (vectors.VocabularyCoverage, vectors.TokenCoverage));
        vectors = Add("the 1\n").Vectors!;
        Assert.Equal((1 / 5.0, 2 / 5.0), (vectors.VocabularyCoverage, vectors.TokenCoverage));
    }

    [Fact]
    public void The_size_of_the_vectors_is_that_of_the_file()
    {
        EncodedDataset dataset = Add("the 1 2 3\n");
        Assert.All([dataset.Shape, dataset.Validation.Shape, dataset.Test.Shape], shape => Assert.Equal(3, shape.VectorSize));
    }

    [Fact]
    public void Another_size_than_the_embedding_has_is_refused() => Assert.Equal(
        "v.txt: the vectors have 2 numbers, but the embedding's size is 3.",
        Assert.Throws<InvalidDataException>(() => Add("a 1 2\n", size: 3)).Message);

    [Fact]
    public void Gzip_is_known_by_its_first_bytes() => Assert.Equal([7, 8], Rows(Compress("é 7 8\n"u8))[6]);

    [Fact]
    public void A_damaged_compressed_file_is_refused()
    {
        byte[] damaged = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Add(damaged));
        Assert.StartsWith("v.txt, line 1: the compressed file is damaged.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "v.txt: is empty; there are no vectors.")]
    [InlineData("word\n", "v.txt, line 1: holds no vector: a word and its numbers, separated by spaces, are expected.")]
    [InlineData("2 3\na 1 2 3\nb 1 2\n", "v.txt, line 3: has 2 numbers instead of 3.")]
    [InlineData("a 1 2\nthe 1 x\n", "v.txt, line 2: 'x' is not a finite number.")]
    [InlineData("a 1 2\nthe nan 1\n", "v.txt, line 2: 'nan' is not a finite number.")]
    [InlineData("a 1 2\n\n1 2\n", "v.txt, line 3: has 1 numbers instead of 2.")]
    public void A_bad_line_is_told_with_file_and_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Add(text)).Message);

    [Fact]
    public void A_compressed_file_of_one_endless_line_is_refused_before_it_fills_the_memory()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Add(Compress(new byte[3 << 20])));
        Assert.Equal("v.txt, line 1: is longer than 1048576 bytes; this is no file of vectors.", error.Message);
    }

    [Fact]
    public void A_dataset_that_is_not_one_file_is_refused()
    {
        JobSpec spec = Spec(new DatasetSource(), null);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => PretrainedVectorsLoader.Add(Dataset(Words), spec, Blobs));
        Assert.Equal("model.layers[0].embedding.vectors: 'glove' has 0 files, but must be one file of vectors.", error.Message);
    }

    /// <summary>Words of all lengths around that of the reader's buffer.</summary>
    [Fact]
    public void Long_and_short_lines_are_read_whole()
    {
        string[] words = [.. Enumerable.Range(0, 60).Select(i => new string((char)('a' + i % 26), 1 + i * i * 37 % 70_000)).Distinct()];
        string text = string.Concat(words.Select((word, i) => $"{word} {i}\n"));
        float[][] rows = Rows(Encoding.UTF8.GetBytes(text), new Vocabulary(words));
        Assert.Equal(Enumerable.Range(0, words.Length).Select(i => (float)i), rows.Skip(2).Select(row => row.Single()));
    }

    [Fact]
    public void Words_that_are_not_valid_Unicode_are_passed_over() =>
        Assert.Equal([3, 4], Rows([0xff, .. " 1 2\nthe 3 4\n"u8])[2]);

    private BlobStore Blobs => new(_directory["blobs"]);

    private float[][] Rows(string text) => Rows(Encoding.UTF8.GetBytes(text));

    /// <summary>The table of an embedding that would begin with nines.</summary>
    private float[][] Rows(byte[] file, Vocabulary? vocabulary = null)
    {
        WordVectors vectors = Add(file, vocabulary: vocabulary).Vectors!;
        float[] table = new float[(vocabulary ?? Words).Size * vectors.Size];
        vectors.Over((values, _, _) => values.Fill(9))(table, [], 0);
        return [.. table.Chunk(vectors.Size)];
    }

    private EncodedDataset Add(string text, int? size = null) => Add(Encoding.UTF8.GetBytes(text), size);

    private EncodedDataset Add(byte[] file, int? size = null, Vocabulary? vocabulary = null)
    {
        BlobStore blobs = Blobs;
        Blob blob = blobs.Write(stream => stream.Write(file));
        var source = new DatasetSource { Files = { new DatasetFile { Name = "v.txt", Size = blob.Size, Sha256 = blob.Sha256 } } };
        return PretrainedVectorsLoader.Add(Dataset(vocabulary ?? Words), Spec(source, size), blobs);
    }

    private static JobSpec Spec(DatasetSource source, int? size)
    {
        var embedding = new EmbeddingLayer { Vectors = new PretrainedVectors { Dataset = "glove", Source = source } };
        if (size is { } given) embedding.Size = given;
        return new JobSpec { Model = new ModelSpec { Layers = { new LayerSpec { Embedding = embedding } } } };
    }

    private static EncodedDataset Dataset(Vocabulary vocabulary)
    {
        var shape = new DataShape(vocabulary.Size, Features: 0, Outputs: 2, TargetKind.Class, TargetPerStep: false);
        int[][] tokens = [[2, 3, 1], [6, 2], [5]];
        EncodedSplit all = new(shape, Array.ConvertAll(tokens, ids => new EncodedExample(ids.Length, ids, Features: null, [0], Values: null)));
        return new EncodedDataset("0123", vocabulary, ["x", "y"], all.Select([0, 1]), all.Select([2]), all.Select([]));
    }

    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(content);
        return compressed.ToArray();
    }
}
