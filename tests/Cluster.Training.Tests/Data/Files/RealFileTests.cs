using Cluster.Training.Data.Files;
using Cluster.Training.Data.Series;
using Cluster.V1;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;
using Part = Cluster.V1.DatasetFile.Types.Part;

namespace Cluster.Training.Tests.Data.Files;

/// <summary>Reads real files, where they are at hand. Expected numbers are those that their publishers give.</summary>
public sealed class RealFileTests : IDisposable
{
    private static readonly string[] Splits = ["train", "dev", "test"];

    private static readonly string[] ConlluColumns = ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

    private readonly StoredFiles _files = new();

    [Fact]
    public void The_spam_collection_has_5572_messages_of_which_747_are_spam()
    {
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, [SharedData.Add(_files, "sms-spam.csv")], null);
        Assert.Equal([("label", Kind.Text), ("text", Kind.Text)], source.Columns.Select(column => (column.Name, column.Kind)));
        DatasetPreview preview = DatasetPreviews.Of(_files.Blobs, source, rows: 2);
        Assert.Equal([(Part.Unspecified, 5572)], preview.Parts.Select(part => (part.Part, part.Records)));
        Assert.Equal([("ham", 4825), ("spam", 747)], preview.Columns[0].Values.Select(value => (value.Value, value.Count)));
        Assert.Equal("Ok lar... Joking wif u oni...", preview.Rows[1].Fields[1]);
    }

    [Fact]
    public void The_treebank_has_1781_156_and_153_sentences_in_three_parts()
    {
        DatasetFile[] splits = [.. Splits.Select(split => SharedData.Add(_files, $"en_partut-ud-{split}.conllu"))];
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, splits, null);
        Assert.Equal(ConlluColumns, source.Columns.Select(column => column.Name));
        Assert.All(source.Columns, column => Assert.Equal(Kind.List, column.Kind));
        DatasetPreview preview = DatasetPreviews.Of(_files.Blobs, source, rows: 1);
        Assert.Equal(
            [(Part.Training, 1781), (Part.Validation, 156), (Part.Test, 153)], preview.Parts.Select(part => (part.Part, part.Records)));
        // The tagset of Universal Dependencies has 17 tags.
        Assert.Equal(17, preview.Columns[3].Distinct);
        Assert.Equal("Distribution of this license does not create an attorney - client relationship .", preview.Rows[0].Fields[1]);
    }

    [Fact]
    public void The_sunspots_are_2820_months_from_58()
    {
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, [SharedData.Add(_files, "monthly-sunspots.csv")], null);
        Assert.Equal([("Month", Kind.Time), ("Sunspots", Kind.Number)], source.Columns.Select(column => (column.Name, column.Kind)));
        var data = new DataSpec { Series = new SeriesSpec() };
        var series = new FileSeries(source);
        series.FillDefaults(data.Series);
        Assert.Equal("Month", data.Series.Time);
        TimeSeries read = series.Read(data, _files.Blobs);
        Assert.Equal(["Sunspots"], read.Columns);
        Assert.Equal((2820, 58.0, 33.4), (read.Rows.Length, read.Rows[0][0], read.Rows[^1][0]));
    }

    public void Dispose() => _files.Dispose();
}
