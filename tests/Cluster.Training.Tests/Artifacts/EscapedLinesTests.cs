using System.Text;
using Cluster.Training.Artifacts;

namespace Cluster.Training.Tests.Artifacts;

public sealed class EscapedLinesTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(" ", " ")]
    [InlineData("a\nb\rc\td", @"a\nb\rc\td")]
    [InlineData(@"back\slash", @"back\\slash")]
    [InlineData(@"\n", @"\\n")]
    [InlineData("\u0000\u0085\u2028\u2029\u000b", @"\u0000\u0085\u2028\u2029\u000b")]
    [InlineData("\u00fc \u4e2d \ud83d\ude00", "\u00fc \u4e2d \ud83d\ude00")]
    public void A_text_is_one_line_and_comes_back(string text, string line)
    {
        byte[] file = Write(text, "next");
        Assert.Equal($"{line}\nnext\n", Encoding.UTF8.GetString(file));
        Assert.Equal([text, "next"], EscapedLines.Read(new MemoryStream(file)));
    }

    [Fact]
    public void Half_a_surrogate_pair_comes_back()
    {
        // Not as test data: the runner would have to print it.
        string[] texts = ["\ud83d", "\ude00\ud83d", "x\ude00"];
        byte[] file = Write(texts);
        Assert.Equal("\\ud83d\n\\ude00\\ud83d\nx\\ude00\n", Encoding.UTF8.GetString(file));
        Assert.Equal(texts, EscapedLines.Read(new MemoryStream(file)));
    }

    [Fact]
    public void No_texts_are_an_empty_file()
    {
        Assert.Empty(Write());
        Assert.Empty(EscapedLines.Read(new MemoryStream()));
    }

    [Theory]
    [InlineData("a\nb", "cut short")]
    [InlineData("\\x\n", "escape")]
    [InlineData("\\\n", "escape")]
    [InlineData("\\u12\n", "escape")]
    [InlineData("\\u12g4\n", "escape")]
    [InlineData("\\u\n", "escape")]
    public void Damaged_files_are_refused_with_a_sentence(string file, string sentence)
    {
        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => EscapedLines.Read(new MemoryStream(Encoding.UTF8.GetBytes(file))));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_Utf8_is_refused() =>
        Assert.Throws<InvalidDataException>(() => EscapedLines.Read(new MemoryStream([0xff, 0xfe, (byte)'\n'])));

    private static byte[] Write(params string[] texts)
    {
        using MemoryStream stream = new();
        EscapedLines.Write(stream, texts);
        return stream.ToArray();
    }
}
