using System.IO.Compression;
using System.Text;
using Cluster.Training.Data.Files;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Files;

/// <summary>What a person is told whose file is wrong: file, line, column where there is one, and what would be right.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly StoredFiles _files = new();

    [Theory]
    // Separated values.
    [InlineData("x.csv", "a,b\n1,2\n3,4,5\n", "x.csv, line 3: The record has 3 fields, but there are 2 columns; quote fields that contain ',' or line breaks.")]
    [InlineData("x.csv", "a,b\n\"1\n\",2\n3\n", "x.csv, line 4: The record has 1 field, but there are 2 columns; quote fields that contain ',' or line breaks.")]
    [InlineData("x.tsv", "a\tb\n1\n", "x.tsv, line 2: The record has 1 field, but there are 2 columns; quote fields that contain tabs or line breaks.")]
    [InlineData("x.csv", "a,b\n1,\"2\n3,4\n", "x.csv, line 2, column 'b': The quote before the field is never closed; close it, and double quotes within.")]
    [InlineData("x.csv", "a,b\n1\"2,\"3\n", "x.csv, line 2, column 'b': The quote before the field is never closed; close it, and double quotes within.")]
    [InlineData("x.csv", "a,b\n\"1\" 2,3\n", "x.csv, line 2, column 'a': There is text behind the closing quote; quotes within a quoted field must be doubled.")]
    [InlineData("x.csv", "a,b\n", "x.csv, line 1: There is a header but no record below it.")]
    [InlineData("x.csv", "", "x.csv, line 1: The file is empty; it should begin with the names of its columns.")]
    [InlineData("x.csv", "a,a\n1,2\n", "x.csv, line 1, column 'a': The column is there twice; names of columns must differ.")]
    [InlineData("x.csv", "a,b\n1,2\0\n", "x.csv, line 2: There is a NUL byte; the file must be plain text in UTF-8.")]
    // JSON lines.
    [InlineData("x.jsonl", "{\"a\":1}\n{\"a\":}\n", "x.jsonl, line 2: The line is not JSON at byte 6; each line should be one object.")]
    [InlineData("x.jsonl", "{\"a\":1}\n[1]\n", "x.jsonl, line 2: The line is JSON, but no object; each line should be one, such as {\"text\": \"...\", \"label\": \"...\"}.")]
    [InlineData("x.jsonl", "{\"a\":\"\\ud800\"}\n", "x.jsonl, line 1: The member 'a' has an escape that is no whole character; write the character itself.")]
    [InlineData("x.jsonl", "{\"a\":\"\\u0000\"}\n", "x.jsonl, line 1, column 'a': There is a NUL character; remove it.")]
    [InlineData("x.jsonl", "{\"a\":{\"b\":1},\"a.b\":2}\n", "x.jsonl, line 1, column 'a.b': The member is there twice; names must differ.")]
    [InlineData("x.jsonl", "{}\n{}\n", "x.jsonl, line 1: The objects have no members; give each such as text and label.")]
    [InlineData("x.jsonl", "\n \n", "x.jsonl, line 1: The file is empty; each line should be a JSON object.")]
    // CoNLL.
    [InlineData("x.conllu", "# c\n1\ta\ta\n", "x.conllu, line 2: The line has 3 columns; a word has 10, separated by tabs.")]
    [InlineData("x.conllu", "1\ta\ta\tX\t_\t_\t0\t_\t_\t_\t_\t_\n", "x.conllu, line 1: The line has more than 10 columns; a word has 10, separated by tabs.")]
    [InlineData("x.conllu", "1\t\ta\tX\t_\t_\t0\t_\t_\t_\n", "x.conllu, line 1, column 'form': The field is empty; write _ where there is nothing.")]
    [InlineData("x.conllu", "2\ta\ta\tX\t_\t_\t0\t_\t_\t_\n", "x.conllu, line 1, column 'id': The number is '2' where the word 1 should follow; an empty line ends a sentence.")]
    [InlineData("x.conllu", "# only\n# comments\n\n", "x.conllu, line 3: The sentence that ends here has no words; give it words or remove its comments.")]
    [InlineData("x.conllu", "\n\n", "x.conllu, line 1: The file is empty; it should have sentences.")]
    [InlineData("x.conll", "a B\n\nc\n", "x.conll, line 3: The line has 1 columns; the lines before have 2.")]
    [InlineData("x.conll", "a\tB\nc\t\n", "x.conll, line 2, column 'label': The field is empty; write _ where there is nothing.")]
    [InlineData("x.conll", "word\n", "x.conll, line 1: The line has no columns; a word and its label should be separated by a space or tab.")]
    [InlineData("x.conll", "-DOCSTART- O\n\n", "x.conll, line 1: The file is empty; it should have sentences.")]
    // Compressed and binary files.
    [InlineData("x.csv.gz", "a,b\n1,2\n", "x.csv.gz: The name ends with .gz, but the content is not gzip; compress the file or rename it.")]
    [InlineData("x.parquet", "PAR1", "x.parquet: The file is no whole Parquet file; it is damaged or was cut short.")]
    [InlineData("x.parquet", "", "x.parquet: The file is no whole Parquet file; it is damaged or was cut short.")]
    public void Each_mistake_is_told_with_its_place(string name, string content, string expected) =>
        Assert.Equal(expected, _files.Refusal(name, Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("x.csv", "a,b\ncaf\u00e9,1\n", "x.csv, line 2: The byte 0xE9 is not UTF-8 there; save the file as UTF-8.")]
    [InlineData("x.jsonl", "{}\n{\"a\":\"\u00e9\"}\n", "x.jsonl, line 2: The byte 0xE9 is not UTF-8 there; save the file as UTF-8.")]
    [InlineData("x.conll", "a B\nb \u00c3", "x.conll, line 2: The byte 0xC3 is not UTF-8 there; save the file as UTF-8.")]
    [InlineData("x.csv", "\u00ff\u00fea\0", "x.csv, line 1: The byte 0xFF is not UTF-8 there; save the file as UTF-8.")]
    public void Bytes_that_are_not_UTF8_are_told_with_their_line(string name, string latin, string expected) =>
        Assert.Equal(expected, _files.Refusal(name, Encoding.Latin1.GetBytes(latin)));

    [Theory]
    [InlineData("x.csv", "text,label\na,b\n", ",c\n", "x.csv, line 3, column 'text': The field is over 1 MiB; shorten it.")]
    [InlineData("x.jsonl", "{\"text\":\"", "\"}", "x.jsonl, line 1, column 'text': The field is over 1 MiB; shorten it.")]
    [InlineData("x.conll", "a B\n", " B\n", "x.conll, line 2, column 'token': The field is over 1 MiB; shorten it.")]
    [InlineData("x.conllu", "1\t", "\ta\tX\t_\t_\t0\t_\t_\t_\n", "x.conllu, line 1, column 'form': The field is over 1 MiB; shorten it.")]
    public void A_field_of_ten_megabytes_is_refused(string name, string before, string behind, string expected) =>
        Assert.Equal(expected, _files.Refusal(name, Encoding.UTF8.GetBytes(before + new string('x', 10_000_000) + behind)));

    [Fact]
    public void A_quote_that_swallows_a_large_file_is_told_where_it_opens()
    {
        string content = "a,b\n1,\"2\n" + string.Concat(Enumerable.Repeat("some,text\n", 2_000_000));
        Assert.Equal("x.csv, line 2: The record is over 16 MiB; is a quote not closed?", _files.Refusal("x.csv", Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void A_line_without_end_is_refused() => Assert.Equal(
        "x.jsonl, line 2: The line is over 16 MiB; break it into more records.",
        _files.Refusal("x.jsonl", Encoding.UTF8.GetBytes("{}\n" + new string(' ', 20_000_000))));

    [Theory]
    [InlineData(1)] // The sums at the end are not whole.
    [InlineData(100)]
    [InlineData(470)] // The header is not whole.
    public void A_gzip_file_that_was_cut_short_is_refused(int cut)
    {
        byte[] whole = Compress(Encoding.UTF8.GetBytes("a\n" + string.Join('\n', Enumerable.Range(0, 200))));
        Assert.Equal(
            "x.csv.gz: The file is no whole gzip file; it is damaged or was cut short.", _files.Refusal("x.csv.gz", whole[..^Math.Min(cut, whole.Length - 2)]));
    }

    [Fact]
    public void A_gzip_bomb_is_refused_soon()
    {
        // 100 MB of empty lines become some 100 kB; no line is too long for itself.
        byte[] block = Encoding.UTF8.GetBytes("a\n" + new string('\n', 1_000_000));
        byte[] bomb = Compress(Enumerable.Repeat(block, 100));
        Assert.InRange(bomb.Length, 10_000, 300_000);
        Assert.Equal(
            "x.csv.gz: The file expands to over 64 MiB, more than files of its size do; expand it before it is pushed.", _files.Refusal("x.csv.gz", bomb));
    }

    [Fact]
    public void Columns_that_are_named_must_be_all_columns()
    {
        var format = new FileFormat { Conll = new ConllFormat { Columns = { "word", "pos", "tag" } } };
        Assert.Equal("x.txt, line 1: The line has 2 columns, but 3 are named; name each.", _files.Refusal("x.txt", "a B\n"u8.ToArray(), format));
    }

    [Fact]
    public void A_delimiter_is_one_character()
    {
        var format = new FileFormat { Csv = new CsvFormat { Delimiter = "||" } };
        Assert.Equal("The delimiter must be one ASCII character other than a quote; it is '||'.", _files.Refusal("x.csv", "a\n1\n"u8.ToArray(), format));
    }

    [Fact]
    public void All_files_must_have_the_same_columns_and_format()
    {
        Assert.Equal("A dataset needs at least one file.", Refusal());
        Assert.Equal(
            "b.csv, line 1: The columns are a and c, but those of a.csv are a and b; all files of a dataset must have the same ones.",
            Refusal(_files.Add("a.csv", "a,b\n1,2\n"), _files.Add("b.csv", "a,c\n1,2\n")));
        Assert.Equal(
            "b.jsonl: The name tells another format than that of a.csv; all files of a dataset must have the same one.",
            Refusal(_files.Add("a.csv", "a,b\n1,2\n"), _files.Add("b.jsonl", "{\"a\":1,\"b\":2}\n")));

        string Refusal(params DatasetFile[] files) =>
            Assert.Throws<InvalidDataException>(() => DatasetInspector.Inspect(_files.Blobs, files, null)).Message;
    }

    [Fact]
    public void A_column_that_a_file_lost_is_missed_when_it_is_read()
    {
        DatasetSource source = _files.Inspect("a.csv", "text,label\nx,y\n");
        source.Files[0] = _files.Add("b.csv", "text,tag\nx,y\n");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _files.Read(source));
        Assert.Equal("b.csv, line 1: There is no column 'label'; the file has text and tag.", error.Message);
    }

    public void Dispose() => _files.Dispose();

    private static byte[] Compress(params IEnumerable<byte[]> parts)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
        {
            foreach (byte[] part in parts) gzip.Write(part);
        }

        return memory.ToArray();
    }
}
