using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;
using Cluster.V1;
using Parquet;
using Parquet.Schema;
using Field = Parquet.Schema.Field;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;

namespace Cluster.Training.Tests.Data.Files;

public sealed class ParquetRecordsTests : IDisposable
{
    private static readonly DataField<string> Text = new("text");
    private static readonly DataField<int?> Label = new("label");
    private static readonly DataField<double> Score = new("score");
    private static readonly DataField<DateTime> Day = new("day");
    private static readonly ListField Words = new("words", new DataField<string>("element"));
    private static readonly ListField Tags = new("tags", new DataField<long>("element"));

    // Repetition levels of four entries in three rows: 0 begins a row.
    private static readonly int[] ThreeRowsSecondItem = [0, 1, 0, 0];
    private static readonly int[] ThreeRowsThirdItem = [0, 0, 1, 0];

    private readonly StoredFiles _files = new();

    [Fact]
    public async Task Texts_numbers_times_and_lists_are_read_row_group_by_row_group()
    {
        DatasetFile file = _files.Add("train-00000-of-00001.parquet", await Table());
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, [file], null);
        Assert.Equal(
            [("text", Kind.Text), ("label", Kind.Number), ("score", Kind.Number), ("day", Kind.Time), ("words", Kind.List), ("tags", Kind.List)],
            source.Columns.Select(column => (column.Name, column.Kind)));
        List<SourceRecord> records = _files.Read(source);
        Assert.Equal(["a", "", "c", "a", "", "c"], records.Select(record => record.Fields[0].Text));
        Assert.Equal(["1", "2", "", "1", "2", ""], records.Select(record => record.Fields[1].Text));
        Assert.Equal(["0.5", "1E+20", "-3", "2020-01-31"], [.. records.Take(3).Select(record => record.Fields[2].Text), records[0].Fields[3].Text]);
        Assert.Equal([["x", ""], [], ["y z"]], records.Skip(3).Select(record => record.Fields[4].Items!));
        Assert.Equal([["1"], ["2", "3"], []], records.Skip(3).Select(record => record.Fields[5].Items!));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => (long)i), records.Select(record => record.Place.Number));
    }

    [Fact]
    public async Task A_file_that_was_cut_short_anywhere_is_refused()
    {
        byte[] whole = await Table();
        for (int length = 0; length < whole.Length; length += 7)
            Assert.Equal("x.parquet: The file is no whole Parquet file; it is damaged or was cut short.", _files.Refusal("x.parquet", whole[..length]));
    }

    [Fact]
    public async Task A_file_whose_end_stands_behind_other_bytes_is_refused()
    {
        byte[] whole = await Table();
        byte[] damaged = [.. whole[..4], .. new byte[200], .. whole[204..]];
        Assert.Equal("x.parquet: The file is no whole Parquet file; it is damaged or was cut short.", _files.Refusal("x.parquet", damaged));
    }

    public void Dispose() => _files.Dispose();

    /// <summary>Two row groups of the same three rows.</summary>
    private static async Task<byte[]> Table()
    {
        var schema = new ParquetSchema(new Field[] { Text, Label, Score, Day, Words, Tags });
        using var memory = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, memory, cancellationToken: TestContext.Current.CancellationToken))
        {
            for (int group = 0; group < 2; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync(Text, ["a", null!, "c"]);
                await rows.WriteAsync<int>(Label, new int?[] { 1, 2, null });
                await rows.WriteAsync<double>(Score, new[] { 0.5, 1e20, -3 });
                await rows.WriteAsync<DateTime>(Day, Enumerable.Repeat(new DateTime(2020, 1, 31, 0, 0, 0, DateTimeKind.Utc), 3).ToArray());
                await WriteWords(rows);
                await WriteTags(rows);
            }
        }

        return memory.ToArray();
    }

    // [x, null], [], [y z]: levels as the Dremel paper has them.
    private static async Task WriteWords(ParquetRowGroupWriter rows)
    {
        DataField items = (DataField)Words.Item;
        int item = items.MaxDefinitionLevel;
        await rows.WriteAllPartsAsync<ReadOnlyMemory<char>>(
            items, new[] { "x".AsMemory(), "y z".AsMemory() }, new[] { item, item - 1, item - 2, item }, ThreeRowsSecondItem, TestContext.Current.CancellationToken);
    }

    // [1], [2, 3], null.
    private static async Task WriteTags(ParquetRowGroupWriter rows)
    {
        DataField items = (DataField)Tags.Item;
        int item = items.MaxDefinitionLevel;
        await rows.WriteAllPartsAsync<long>(items, new[] { 1L, 2, 3 }, new[] { item, item, item, 0 }, ThreeRowsThirdItem, TestContext.Current.CancellationToken);
    }
}
