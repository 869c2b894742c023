using Cluster.Training.Data.Files;
using Cluster.V1;
using Part = Cluster.V1.DatasetFile.Types.Part;

namespace Cluster.Training.Tests.Data.Files;

public sealed class DatasetPreviewsTests : IDisposable
{
    private readonly StoredFiles _files = new();

    [Fact]
    public void Records_values_and_lengths_are_counted_over_all_files()
    {
        DatasetFile[] files = [_files.Add("test.csv", "text,label,n\n\U0001F600,spam,1\nabc,ham,2\n"), _files.Add("train.csv", "text,label,n\n,ham,3\nabcde,,4\n")];
        DatasetPreview preview = DatasetPreviews.Of(_files.Blobs, DatasetInspector.Inspect(_files.Blobs, files, null), rows: 3);
        Assert.Equal([(Part.Training, 2), (Part.Test, 2)], preview.Parts.Select(part => (part.Part, part.Records)));
        Assert.Equal([["\U0001F600", "spam", "1"], ["abc", "ham", "2"], ["", "ham", "3"]], preview.Rows.Select(row => row.Fields));
        ColumnPreview label = preview.Columns[1];
        Assert.Equal((3L, 2), (label.Filled, label.Distinct));
        Assert.Equal([("ham", 2), ("spam", 1)], label.Values.Select(value => (value.Value, value.Count)));
        // An emoji is one character.
        Assert.Equal(
            [(0, 0, 1), (1, 1, 1), (2, 3, 1), (4, 7, 1)], preview.Columns[0].Lengths.Select(length => (length.From, length.To, length.Count)));
        Assert.Empty(preview.Columns[2].Lengths);
    }

    [Fact]
    public void Items_of_lists_count()
    {
        DatasetSource source = _files.Inspect("x.conll", "a X\nb Y\nc X\n\nd X\n");
        ColumnPreview tags = DatasetPreviews.Of(_files.Blobs, source, rows: 0).Columns[1];
        Assert.Equal([("X", 3), ("Y", 1)], tags.Values.Select(value => (value.Value, value.Count)));
        Assert.Equal([(0, 0), (1, 1), (2, 1)], tags.Lengths.Select(length => (length.From, length.Count)));
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 0)]
    public void Many_values_are_not_counted(int values, int distinct)
    {
        DatasetSource source = _files.Inspect("x.csv", "a\n" + string.Concat(Enumerable.Range(0, values).Select(i => $"v{i}\n")));
        ColumnPreview column = DatasetPreviews.Of(_files.Blobs, source, rows: 1).Columns[0];
        Assert.Equal((distinct, distinct > 0 ? 20 : 0), (column.Distinct, column.Values.Count));
    }

    [Fact]
    public void Long_texts_are_clipped_between_characters()
    {
        DatasetSource source = _files.Inspect("x.csv", "a\n" + new string('x', 299) + "\U0001F600y\n");
        Assert.Equal(new string('x', 299) + "...", DatasetPreviews.Of(_files.Blobs, source, rows: 1).Rows[0].Fields[0]);
    }

    public void Dispose() => _files.Dispose();
}
