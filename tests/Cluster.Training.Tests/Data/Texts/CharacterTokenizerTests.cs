using Cluster.Training.Data;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

public class CharacterTokenizerTests
{
    [Fact]
    public void Tokens_are_scalar_values_after_normalization()
    {
        // U+0065 U+0301 composes to U+00E9 in NFC; U+1F600 lies outside the basic plane.
        Assert.Equal(["\u00E9", "\U0001F600", "a"], new CharacterTokenizer(10).Tokenize("e\u0301\U0001F600a"));
    }

    [Fact]
    public void A_long_text_is_cut_at_the_end() => Assert.Equal(["a", "b"], new CharacterTokenizer(2).Tokenize("abc"));

    [Fact]
    public void Unknown_tokens_get_id_one()
    {
        var vocabulary = new Vocabulary(["b", "a"]);
        Assert.Equal([3, 2, 1], new CharacterTokenizer(10).Encode("abz", vocabulary));
    }

    [Fact]
    public void A_text_without_tokens_is_refused()
    {
        Assert.Equal("The text is empty.", Refusal(""));
        Assert.Equal("The text is not valid Unicode: it holds half of a surrogate pair.", Refusal("a\uD83D"));
    }

    private static string Refusal(string text) => Assert.Throws<InvalidDataException>(
        () => new CharacterTokenizer(10).Encode(text, new Vocabulary(["a"]))).Message;
}
