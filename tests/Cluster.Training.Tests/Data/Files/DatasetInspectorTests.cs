using Cluster.Training.Data.Files;
using Cluster.V1;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;
using Part = Cluster.V1.DatasetFile.Types.Part;

namespace Cluster.Training.Tests.Data.Files;

public sealed class DatasetInspectorTests : IDisposable
{
    private readonly StoredFiles _files = new();

    [Theory]
    [InlineData("train.csv", Part.Training)]
    [InlineData("train-00000-of-00003.parquet", Part.Training)]
    [InlineData("my_Train1.csv", Part.Training)]
    [InlineData("en_partut-ud-dev.conllu", Part.Validation)]
    [InlineData("data.valid.jsonl.gz", Part.Validation)]
    [InlineData("validation.csv", Part.Validation)]
    [InlineData("val_2.csv", Part.Validation)]
    [InlineData("test.tsv", Part.Test)]
    [InlineData("latest.csv", Part.Unspecified)]
    [InlineData("restrained.csv", Part.Unspecified)]
    [InlineData("train-test.csv", Part.Unspecified)]
    [InlineData("sms-spam.csv", Part.Unspecified)]
    public void The_name_tells_the_part(string name, Part expected)
    {
        // The content does not matter, so that it need not fit the name.
        DatasetFile file = Inspect(name, new FileFormat { Opaque = new OpaqueFormat() }).Files[0];
        Assert.Equal((name, expected), (file.Name, file.Part));
    }

    [Theory]
    [InlineData("x.txt")]
    [InlineData("glove.6B.50d.vec.gz")]
    [InlineData("tokenizer.json")]
    [InlineData("spm.model")]
    public void Files_of_other_kinds_have_no_columns(string name)
    {
        DatasetSource source = Inspect(name);
        Assert.NotNull(source.Format.Opaque);
        Assert.Empty(source.Columns);
        Assert.Empty(DatasetPreviews.Of(_files.Blobs, source, 5).Rows);
    }

    [Theory]
    [InlineData(Kind.Number, "1", "-2.5", "1e3", "")]
    [InlineData(Kind.Number, "1", "2", "n/a")] // Most are numbers; a series says where the other one is.
    [InlineData(Kind.Time, "2020-01", "2020-02")]
    [InlineData(Kind.Time, "2020-01-31T18:00:00Z", "2020-02-01 18:00:00+01:00")]
    [InlineData(Kind.Text, "2020-01", "soon")]
    [InlineData(Kind.Text, "1,5", "NaN", "Infinity")]
    [InlineData(Kind.Text, "", "")]
    public void The_kind_of_a_column_is_what_most_fields_are(Kind expected, params string[] fields)
    {
        string content = "x,other\n" + string.Concat(fields.Select(field => $"\"{field}\",_\n"));
        Assert.Equal(expected, _files.Inspect("x.csv", content).Columns[0].Kind);
    }

    [Fact]
    public void A_format_that_is_told_wins_over_the_name_and_a_part_that_is_told_too()
    {
        DatasetFile file = _files.Add("train.csv", "{\"a\":1}");
        file.Part = Part.Test;
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, [file], new FileFormat { JsonLines = new JsonLinesFormat() });
        Assert.Equal("a", Assert.Single(source.Columns).Name);
        Assert.Equal(Part.Test, source.Files[0].Part);
    }

    [Fact]
    public void Members_of_JSON_objects_may_be_missing_in_some_files()
    {
        DatasetFile[] files = [_files.Add("train.jsonl", "{\"text\":\"a\",\"label\":\"x\"}"), _files.Add("test.jsonl", "{\"text\":\"a\",\"id\":1}")];
        Assert.Equal(["text", "label", "id"], DatasetInspector.Inspect(_files.Blobs, files, null).Columns.Select(column => column.Name));
    }

    [Fact]
    public void Columns_may_come_in_another_order_in_each_file()
    {
        DatasetFile[] files = [_files.Add("train.csv", "text,label\na,x\n"), _files.Add("test.csv", "label,text\ny,b\n")];
        DatasetSource source = DatasetInspector.Inspect(_files.Blobs, files, null);
        Assert.Equal([["a", "x"], ["b", "y"]], _files.Read(source).Select(record => record.Fields.Select(field => field.Text)));
    }

    public void Dispose() => _files.Dispose();

    private DatasetSource Inspect(string name, FileFormat? format = null) =>
        DatasetInspector.Inspect(_files.Blobs, [_files.Add(name, "no records")], format);
}
