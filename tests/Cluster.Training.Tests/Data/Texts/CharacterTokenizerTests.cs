using Cluster.Training.Data;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

public class CharacterTokenizerTests
{
    private static readonly ITokenizer Tokenizer = new CharacterTokenizer(lowercase: false);

    [Fact]
    public void Tokens_are_scalar_values_after_normalization()
    {
        // U+0065 U+0301 composes to U+00E9 in NFC; U+1F600 lies outside the basic plane.
        Assert.Equal(["\u00E9", "\U0001F600", "a"], Tokenizer.Tokenize(new Field("e\u0301\U0001F600a"), 10));
    }

    [Fact]
    public void A_long_text_is_cut_at_the_end() => Assert.Equal(["a", "b"], Tokenizer.Tokenize(new Field("abc"), 2));

    [Fact]
    public void Unknown_tokens_get_id_one() => Assert.Equal([3, 2, 1], Tokenizer.Encode(new Field("abz"), 10, new Vocabulary(["b", "a"])));

    [Fact]
    public void A_list_is_read_as_a_text() => Assert.Equal(["a", "b", " ", "c"], Tokenizer.Tokenize(Field.Of(["ab", "c"]), 10));

    [Fact]
    public void Lower_case_comes_before_normalization()
    {
        // U+0054 U+0308 has no composed form, U+0074 U+0308 has: U+1E97. The dotted capital I keeps its case, as no language is asked.
        Assert.Equal(["\u1E97", "a", "\u0130"], new CharacterTokenizer(lowercase: true).Tokenize(new Field("T\u0308A\u0130"), 10));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Equal(
        "The text is not valid Unicode: it holds half of a surrogate pair.",
        Assert.Throws<InvalidDataException>(() => Tokenizer.Tokenize(new Field("a\uD83D"), 10)).Message);

    [Fact]
    public void A_text_goes_on_letter_by_letter() =>
        Assert.Equal("x\u00E9b", Tokenizer.Continue("xe\u0301", [3], new Vocabulary(["a", "b"])));
}
