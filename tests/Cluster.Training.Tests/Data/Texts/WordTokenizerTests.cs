using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using FsCheck.Xunit;

namespace Cluster.Training.Tests.Data.Texts;

public class WordTokenizerTests
{
    private static readonly WordTokenizer Tokenizer = new(lowercase: false);

    [Theory]
    [InlineData("Call 0800now!", "Call", "0800now", "!")]
    [InlineData("don't  stop\t\n", "don", "'", "t", "stop")]
    [InlineData("a_b-c", "a", "_", "b", "-", "c")]
    [InlineData("\u00A3100.50", "\u00A3", "100", ".", "50")]
    // A mark belongs to its letter: e with an acute accent composes, n with a macron below does not compose with a circumflex.
    [InlineData("re\u0301sume\u0301", "r\u00E9sum\u00E9")]
    [InlineData("n\u0302o", "n\u0302o")]
    // Devanagari vowel signs are spacing marks; Arabic-Indic digits are decimal digits.
    [InlineData("\u0939\u093F\u0928\u094D\u0926\u0940 \u0663", "\u0939\u093F\u0928\u094D\u0926\u0940", "\u0663")]
    // U+1F600 is a symbol outside the basic plane, U+10400 a letter there; U+00BD is a number but no digit.
    [InlineData("hi\U0001F600\U0001F600\U00010400x\u00BD", "hi", "\U0001F600", "\U0001F600", "\U00010400x", "\u00BD")]
    [InlineData("\u65E5\u66DC\u65E5\u3002", "\u65E5\u66DC\u65E5", "\u3002")]
    [InlineData(" \u00A0\u3000")]
    [InlineData("")]
    public void A_text_is_cut_into_runs_of_letters_marks_and_digits_and_single_signs(string text, params string[] words) =>
        Assert.Equal(words, Tokenizer.Tokenize(new Field(text), 100));

    [Property]
    public bool Nothing_but_white_space_is_lost(string? text)
    {
        // Half of a surrogate pair is refused, which another test shows.
        string valid = new([.. (text ?? "").Where(letter => !char.IsSurrogate(letter))]);
        IEnumerable<char> expected = valid.Normalize().Where(letter => !char.IsWhiteSpace(letter));
        return string.Concat(Tokenizer.Tokenize(new Field(valid), int.MaxValue)).SequenceEqual(expected);
    }

    [Fact]
    public void A_list_is_taken_item_by_item() =>
        Assert.Equal(["don't", "New York", "e.g."], Tokenizer.Tokenize(Field.Of(["don't", "New York", "e.g.", "cut"]), 3));

    [Fact]
    public void An_empty_item_is_refused() => Assert.Equal(
        "The list has an empty item.",
        Assert.Throws<InvalidDataException>(() => Tokenizer.Tokenize(Field.Of(["a", ""]), 9)).Message);

    [Fact]
    public void Case_is_folded_by_rules_that_no_language_changes() => Assert.Equal(
        ["stra\u00DFe", "\u00E9t\u00E9", "i"],
        new WordTokenizer(lowercase: true).Tokenize(Field.Of(["STRA\u00DFE", "E\u0301T\u00C9", "I"]), 9));

    [Theory]
    [InlineData("", "hello")]
    [InlineData("Well, you don't", "Well, you don't hello")]
    [InlineData("say (e.g. 10%)  ...", "say (e. g. 10%)... hello")]
    [InlineData("re - do", "re-do hello")]
    public void A_text_goes_on_with_words_apart_and_signs_close(string prompt, string text) =>
        Assert.Equal(text, Tokenizer.Continue(prompt, [2], new Vocabulary(["hello"])));
}
