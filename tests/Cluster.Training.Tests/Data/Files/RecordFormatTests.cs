using System.IO.Compression;
using System.Text;
using Cluster.Training.Data;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;
using Cluster.V1;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;

namespace Cluster.Training.Tests.Data.Files;

public sealed class RecordFormatTests : IDisposable
{
    private readonly StoredFiles _files = new();

    [Theory]
    [InlineData("text,label\nhello,x\n")]
    [InlineData("\uFEFFtext,label\r\nhello,x\r\n")]
    [InlineData("text,label\nhello,x")]
    [InlineData("\"text\",\"label\"\n\n\"hello\",\"x\"\n\n")]
    public void Separated_values_are_read_whatever_wrote_them(string content)
    {
        DatasetSource source = _files.Inspect("x.csv", content);
        Assert.Equal(["text", "label"], source.Columns.Select(column => column.Name));
        SourceRecord record = Assert.Single(_files.Read(source));
        Assert.Equal(["hello", "x"], record.Fields.Select(field => field.Text));
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_line_breaks_and_lines_are_still_counted()
    {
        DatasetSource source = _files.Inspect("x.csv", "text,label\n\"a, \"\"b\"\"\r\nc\",x\nd 5\" e,y\n");
        List<SourceRecord> records = _files.Read(source);
        Assert.Equal(["a, \"b\"\r\nc", "d 5\" e"], records.Select(record => record.Fields[0].Text));
        Assert.Equal(["x.csv, line 2", "x.csv, line 4"], records.Select(record => record.Place.ToString()));
    }

    [Fact]
    public void Delimiter_and_header_can_be_told()
    {
        var format = new FileFormat { Csv = new CsvFormat { Delimiter = ";", Header = false } };
        DatasetSource source = _files.Inspect("x.data", "a;1,5\nb;2,5\n", format);
        Assert.Equal(["column1", "column2"], source.Columns.Select(column => column.Name));
        Assert.Equal(["a", "1,5"], _files.Read(source)[0].Fields.Select(field => field.Text));
        Assert.Equal(["a,b", "c"], _files.Texts("x.tsv", "one\ttwo\na,b\tc\n")[0]);
        Assert.Equal("column1", _files.Inspect("x.csv", ",text\n0,a\n").Columns[0].Name);
    }

    [Fact]
    public void Members_of_JSON_objects_are_columns()
    {
        DatasetSource source = _files.Inspect(
            "x.jsonl", "{\"text\":\"a \\u00e9\",\"n\":1.50,\"ok\":true}\n\n{\"meta\":{\"id\":7},\"words\":[\"x\",\"y z\",3],\"text\":null}\r\n");
        Assert.Equal(
            [("text", Kind.Text), ("n", Kind.Number), ("ok", Kind.Text), ("meta.id", Kind.Number), ("words", Kind.List)],
            source.Columns.Select(column => (column.Name, column.Kind)));
        List<SourceRecord> records = _files.Read(source);
        Assert.Equal(["a \u00e9", "1.50", "true", "", ""], records[0].Fields.Select(field => field.Text));
        Assert.Equal(["", "", "", "7", "x y z 3"], records[1].Fields.Select(field => field.Text));
        Assert.Equal(["x", "y z", "3"], records[1].Fields[4].Items!);
        Assert.Equal(3, records[1].Place.Number);
    }

    [Fact]
    public void Sentences_of_CoNLL_U_leave_out_ranges_and_empty_nodes()
    {
        const string Content = "# text = vamonos al mar\n1-2\tvamonos\t_\t_\t_\t_\t_\t_\t_\t_\n1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\t_\n"
            + "2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_\n2.1\tnada\tnada\tX\t_\t_\t_\t_\t1:x\t_\n3\tal\tal\tADP\t_\t_\t4\tcase\t_\t_\n\n\n1\tm ar\tmar\tNOUN\t_\t_\t0\troot\t_\t_\n";
        List<SourceRecord> records = _files.Read(_files.Inspect("es-ud-dev.conllu", Content));
        Assert.Equal([["vamos", "nos", "al"], ["m ar"]], records.Select(record => record.Fields[1].Items!));
        Assert.Equal(["VERB", "PRON", "ADP"], records[0].Fields[3].Items!);
        Assert.Equal(("vamos nos al", 3L, 9L), (records[0].Fields[1].Text, records[0].Place.Number, records[1].Place.Number));
        Assert.All(records, record => Assert.Equal(DatasetPart.Validation, record.Part));
    }

    [Theory]
    [InlineData("-DOCSTART- -X- O O\n\nEU NNP I-NP B-ORG\nrejects VBZ I-VP O\n\n\n-DOCSTART- -X- O O\n\nPeter NNP I-NP B-PER\n")]
    [InlineData("EU\tNNP\tI-NP\tB-ORG\r\nrejects\tVBZ\tI-VP\tO\r\n\r\nPeter\tNNP\tI-NP\tB-PER")]
    public void Sentences_of_CoNLL_2003_end_at_empty_lines(string content)
    {
        DatasetSource source = _files.Inspect("x.conll", content);
        Assert.Equal(["token", "column2", "column3", "label"], source.Columns.Select(column => column.Name));
        List<SourceRecord> records = _files.Read(source);
        Assert.Equal([["EU", "rejects"], ["Peter"]], records.Select(record => record.Fields[0].Items!));
        Assert.Equal([["B-ORG", "O"], ["B-PER"]], records.Select(record => record.Fields[3].Items!));
    }

    [Fact]
    public void A_compressed_file_is_known_by_its_name_or_its_first_bytes()
    {
        using var memory = new MemoryStream();
        // Two files one after the other are one, as the gzip program has it.
        foreach (string part in new[] { "a,b\n1,", "2\n" })
        {
            using var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes(part));
        }

        foreach (string name in new[] { "x.csv.gz", "x.csv" })
        {
            DatasetSource source = DatasetInspector.Inspect(_files.Blobs, [_files.Add(name, memory.ToArray())], null);
            Assert.Equal(["1", "2"], Assert.Single(_files.Read(source)).Fields.Select(field => field.Text));
        }
    }

    [Fact]
    public void Records_can_be_read_again_and_only_as_far_as_one_likes()
    {
        DatasetSource source = _files.Inspect("x.csv", "a\n" + string.Concat(Enumerable.Range(0, 1100).Select(i => $"{i}\n")) + "\"unclosed");
        var records = new FileRecords(source, _files.Blobs);
        Assert.Equal("0", records.Read().First().Fields[0].Text);
        Assert.Equal(1100, records.Read().Take(1100).Count());
        Assert.Throws<InvalidDataException>(() => records.Read().Count());
    }

    public void Dispose() => _files.Dispose();
}
