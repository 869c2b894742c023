using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

public sealed class SubwordTokenizerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WordPiece_takes_the_longest_piece_from_the_left()
    {
        ITokenizer tokenizer = Write("vocab.txt", TinyTokenizers.WordPiece);
        // un + ##aff + ##able; the comma alone; no piece begins xyz, so the whole word is unknown.
        Assert.Equal([5, 6, 7, 10, 1, 8, 9], Encode(tokenizer, "unaffable, xyz good!"));
        Assert.Equal([5, 6], tokenizer.Encode(new Field("unaffable"), 2, tokenizer.Vocabulary!));
        Assert.Equal(["un", "##aff", "##able"], tokenizer.Tokenize(new Field("unaffable"), 9));
        Assert.Equal("unaffable good!", tokenizer.Continue("un", [6, 7, 8, 9], tokenizer.Vocabulary!));
        Assert.Equal([0, 1, 2, 3, 4], tokenizer.Vocabulary!.Wordless.Order());
    }

    [Fact]
    public void WordPiece_without_case_drops_accents_too()
    {
        // U+00DC is U with a diaeresis.
        Assert.Equal([1], Encode(Write("vocab.txt", TinyTokenizers.WordPiece), "\u00DCN"));
        Assert.Equal([5], Encode(SubwordTokenizer.Read(new Dictionary<string, string> { ["vocab.txt"] = _directory["vocab.txt"] }, lowercase: true), "\u00DCN"));
    }

    [Fact]
    public void BPE_merges_by_rank_within_words()
    {
        ITokenizer tokenizer = ReadBpe();
        // low: (l o) w, (lo w). " lower": the space is the letter G with a dot; lo, low, er, then space + low.
        Assert.Equal([7, 9, 8], Encode(tokenizer, "low lower"));
        Assert.Equal(["low", "\u0120low", "er"], tokenizer.Tokenize(new Field("low lower"), 9));
        Assert.Equal("low lower", tokenizer.Continue("low", [9, 8], tokenizer.Vocabulary!));
        // Ids without a token have names.
        Assert.Equal((13, "[GAP11]"), (tokenizer.Vocabulary!.Size, tokenizer.Vocabulary.Tokens[11]));
    }

    [Theory]
    [InlineData(TinyTokenizers.Unigram)]
    [InlineData(TinyTokenizers.Pairs)]
    public void SentencePiece_finds_the_best_pieces(int kind)
    {
        File.WriteAllBytes(_directory["tokenizer.model"], TinyTokenizers.SentencePiece(kind));
        ITokenizer tokenizer = Read("tokenizer.model");
        // U+2581 stands for the space. Unigram: space + ab scores -1; for aab the best is space, a, ab: -5 - 3 - 2. c is unknown.
        Assert.Equal([7, 3, 4, 6, 3, 0], Encode(tokenizer, "ab aab c"));
        Assert.Equal("ab ab", tokenizer.Continue("ab", [7], tokenizer.Vocabulary!));
        Assert.Equal(["<unk>", "<s>", "</s>", "\u2581", "a", "b", "ab", "\u2581ab"], tokenizer.Vocabulary!.Tokens);
    }

    [Theory]
    [InlineData("vocab.txt", "a\nb\n", "The tokenizer's vocab.txt can't be read: ")]
    [InlineData("vocab.txt", "", "The tokenizer's vocab.txt can't be read: ")]
    [InlineData("tokenizer.model", "\u0001\u0002", "The tokenizer's tokenizer.model can't be read: ")]
    [InlineData("tokenizer.model", "", "The tokenizer's tokenizer.model can't be read: ")]
    [InlineData("README.md", "x", "The tokenizer has none of the files that are known: ")]
    public void A_damaged_file_is_told_by_name(string name, string content, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => Write(name, content)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"l\":0,")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"l\":2000000000}")]
    [InlineData("{\"l\":-1}")]
    public void A_damaged_vocabulary_of_BPE_is_told_by_name(string json)
    {
        File.WriteAllText(_directory["vocab.json"], json);
        File.WriteAllText(_directory["merges.txt"], "");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read("vocab.json", "merges.txt"));
        Assert.StartsWith("The tokenizer's vocab.json or merges.txt can't be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_cut_short_is_refused()
    {
        byte[] whole = TinyTokenizers.SentencePiece(TinyTokenizers.Unigram);
        for (int length = 0; length < whole.Length - 8; length++)
        {
            File.WriteAllBytes(_directory["tokenizer.model"], whole[..length]);
            // What is cut between two pieces is a whole message, only a smaller one; it may be read, but never crash.
            if (Record.Exception(() => Read("tokenizer.model")) is { } error) Assert.IsType<InvalidDataException>(error);
        }
    }

    [Fact]
    public void Files_are_known_by_the_end_of_their_names()
    {
        var source = new DatasetSource { Files = { Named("gpt2-vocab.json"), Named("gpt2-merges.txt"), Named("config.json") } };
        Assert.Equal(["merges.txt", "vocab.json"], SubwordFiles.Find(source).Keys.Order());
        Assert.Equal(["tokenizer.model"], SubwordFiles.Find(new DatasetSource { Files = { Named("spiece.model") } }).Keys);
        Assert.Empty(SubwordFiles.Find(null));
        source.Files.Add(Named("merges.txt"));
        Assert.Equal(
            "The tokenizer has two files for the same purpose, gpt2-merges.txt and merges.txt.",
            Assert.Throws<InvalidDataException>(() => SubwordFiles.Find(source)).Message);
    }

    private static DatasetFile Named(string name) => new() { Name = name, Sha256 = "00" };

    private static int[] Encode(ITokenizer tokenizer, string text) => tokenizer.Encode(new Field(text), 100, tokenizer.Vocabulary!);

    private ITokenizer ReadBpe()
    {
        File.WriteAllText(_directory["vocab.json"], TinyTokenizers.BpeVocabulary);
        File.WriteAllText(_directory["merges.txt"], TinyTokenizers.BpeMerges);
        return Read("vocab.json", "merges.txt");
    }

    private ITokenizer Write(string name, string content)
    {
        File.WriteAllText(_directory[name], content);
        return Read(name);
    }

    private ITokenizer Read(params string[] names)
    {
        var tokens = new TokenSpec { Level = TokenSpec.Types.Level.Subword };
        return TokenizerTable.Create(tokens, names.ToDictionary(name => name, name => _directory[name]));
    }
}
