using System.Text;
using System.Text.Json;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Cluster.Training.Tests.Data.Files;

public sealed class ReaderPropertyTests
{
    private static readonly (string Name, string Valid)[] Formats =
    [
        ("x.csv", "text,label\n\"a,\"\"b\"\nc\",x\nd,y\n"),
        ("x.tsv", "text\tlabel\na\tx\n"),
        ("x.jsonl", "{\"text\":\"a\",\"n\":[1,{\"b\":null}],\"m\":{\"k\":true}}\n{\"text\":\"b\"}\n"),
        ("x.conllu", "# c\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n2\tb\tb\tX\t_\t_\t1\tobj\t_\t_\n\n"),
        ("x.conll", "-DOCSTART- O\n\na X\nb Y\n\nc X\n"),
        ("x.parquet", "PAR1\u0015\u0000PAR1"),
        ("x.csv.gz", "\u001f\u008b\u0008\u0000"),
    ];

    [Property(MaxTest = 200)]
    public Property Any_table_that_is_written_is_read_the_same() => Prop.ForAll(Tables().ToArbitrary(), table =>
    {
        string[] columns = [.. Enumerable.Range(0, table[0].Length).Select(i => $"c{i}")];
        string csv = string.Concat(table.Prepend(columns).Select(row => string.Join(',', row.Select(Quote)) + "\r\n"));
        string json = string.Concat(table.Select(row => JsonSerializer.Serialize(columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)) + "\n"));
        return Same(table, Read(new InputFile("x.csv", null, () => Content(csv)), columns))
            && Same(table, Read(new InputFile("x.jsonl", null, () => Content(json)), columns));
    });

    [Property(MaxTest = 300)]
    public Property Any_bytes_are_read_or_refused() => Prop.ForAll(Damaged().ToArbitrary(), damaged =>
    {
        // Any other exception fails the test, and so would a reader that never ends.
        ReadOrRefuse(damaged.Name, damaged.Content);
    });

    private static void ReadOrRefuse(string name, byte[] content)
    {
        var file = new InputFile(name, null, () => new MemoryStream(content));
        try
        {
            IRecordFormat format = FileFormats.ReaderOf(FileFormats.Resolve(null, name))!;
            int fields = format.Read(file, format.FindColumns(file)).Sum(record => record.Fields.Length);
            Assert.InRange(fields, 1, content.Length * 1100);
        }
        catch (InvalidDataException error)
        {
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        }
    }

    private static List<SourceRecord> Read(InputFile file, string[] columns) =>
        [.. FileFormats.ReaderOf(FileFormats.Resolve(null, file.Name))!.Read(file, columns)];

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private static bool Same(string[][] table, List<SourceRecord> records) =>
        table.Length == records.Count && table.Zip(records).All(pair => pair.First.SequenceEqual(pair.Second.Fields.Select(field => field.Text)));

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Gen<string[][]> Tables()
    {
        Gen<string> field = Gen.Elements("a", " ", ",", "\"", "\n", "\r", "\r\n", "\t", ";", "\u00e9", "\u4e2d", "\U0001F600", "#", "\\", "0", "\u0085", "\uFEFF")
            .ListOf().Select(pieces => string.Concat(pieces));
        return from columns in Gen.Choose(1, 4)
               from table in field.ArrayOf(columns).NonEmptyListOf()
               select table.ToArray();
    }

    /// <summary>A valid file with some bytes replaced, removed or put in; or only such bytes.</summary>
    private static Gen<(string Name, byte[] Content)> Damaged()
    {
        Gen<byte> odd = Gen.OneOf(
            Gen.Elements<byte>(0, 0xFF, 0xC3, 0xE2, 0xF0, (byte)'"', (byte)'\n', (byte)'\r', (byte)',', (byte)'\t', (byte)'{', (byte)'\\'),
            Gen.Choose(0, 255).Select(value => (byte)value));
        return from format in Gen.Elements(Formats)
               from start in Gen.Choose(0, format.Valid.Length)
               from removed in Gen.Choose(0, 4)
               from inserted in odd.ArrayOf()
               from repeats in Gen.Elements(1, 1, 1, 50)
               let valid = Encoding.Latin1.GetBytes(format.Valid)
               let content = valid[..start].Concat(inserted).Concat(valid.Skip(start + removed))
               select (format.Name, Enumerable.Repeat(content, repeats).SelectMany(bytes => bytes).ToArray());
    }
}
