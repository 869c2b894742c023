using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Files;

public sealed class FileDatasetTests : IDisposable
{
    private const string Words = "1\ta\ta\tX\tQ\t_\t0\troot\t_\t_\n\n";

    private readonly StoredFiles _files = new();

    [Theory]
    [InlineData("text,label\na,x\n", Task.Classification, Task.Tagging, Task.Generation)]
    [InlineData("text,score\na,1\n", Task.Classification, Task.Forecasting, Task.Generation, Task.Regression)]
    [InlineData("text\na\n", Task.Generation)]
    [InlineData("month,x\n2020-01,1\n", Task.Forecasting)]
    public void Columns_decide_what_can_be_learned(string content, params Task[] expected) =>
        Assert.Equal(expected, DatasetCatalog.Find(Data("x.csv", content))!.Tasks);

    [Fact]
    public void Columns_of_treebanks_need_not_be_named()
    {
        JobSpec treebank = Spec(Task.Tagging, Data("x.conllu", Words));
        Assert.Empty(SpecValidator.Validate(treebank));
        DataSpec resolved = SpecDefaults.Resolve(treebank, 1).Data;
        Assert.Equal(("form", "upos"), (resolved.Text, resolved.Label));
        resolved = SpecDefaults.Resolve(Spec(Task.Tagging, Data("x.conll", "EU NNP B-ORG\n")), 1).Data;
        Assert.Equal(("token", "label"), (resolved.Text, resolved.Label));
        treebank.Data.Label = "xpos";
        Assert.Equal("xpos", SpecDefaults.Resolve(treebank, 1).Data.Label);
    }

    [Fact]
    public void Columns_are_checked_without_the_files()
    {
        DataSpec data = Data("x.csv", "message,kind\na,x\n");
        data.Source.Files[0].Sha256 = new string('0', 64);
        Violation[] expected =
        [
            new("data.text", "The dataset has no column 'text'; it has message and kind."),
            new("data.label", "The dataset has no column 'label'; it has message and kind."),
        ];
        Assert.Equal(expected, SpecValidator.Validate(Spec(Task.Classification, data)));
        data.Text = "message";
        data.Label = "kind";
        Assert.Empty(SpecValidator.Validate(Spec(Task.Classification, data)));
    }

    [Fact]
    public void A_task_that_does_not_fit_is_told_with_the_columns()
    {
        Assert.Equal(
            [new Violation("data.dataset", "mine has the columns text (TEXT) and label (TEXT), which FORECASTING cannot use; CLASSIFICATION, TAGGING and GENERATION can.")],
            SpecValidator.Validate(Spec(Task.Forecasting, Data("x.csv", "text,label\na,x\n"))));
        Assert.Equal(
            [new Violation("data.dataset", "mine has no records, which GENERATION cannot use.")],
            SpecValidator.Validate(Spec(Task.Generation, Data("x.vec", "a 1 2\n"))));
    }

    [Fact]
    public void A_format_is_for_files_only()
    {
        var format = new FileFormat { Csv = new CsvFormat { Delimiter = "||" } };
        Assert.Contains(
            new Violation("data.format", "builtin/written-dates is built in; it has no files."),
            SpecValidator.Validate(Spec(Task.Generation, new DataSpec { Dataset = "builtin/written-dates", Format = format })));
        DataSpec own = Data("x.csv", "text\na\n");
        own.Format = format;
        Assert.Equal(
            [new Violation("data.format.csv.delimiter", "The delimiter must be one ASCII character other than a quote; it is '||'.")],
            SpecValidator.Validate(Spec(Task.Generation, own)));
    }

    [Fact]
    public void The_digest_is_that_of_files_and_format()
    {
        string content = "month,x\n" + string.Concat(Enumerable.Range(1, 12).Select(month => $"2020-{month:00},{month}\n"));
        string first = Digest(content, null);
        Assert.Equal(64, first.Length);
        Assert.Equal(first, Digest(content, new FileFormat { Csv = new CsvFormat { Delimiter = "," } }));
        Assert.NotEqual(first, Digest(content.Replace("2020", "2021", StringComparison.Ordinal), null));
        Assert.NotEqual(first, Digest(content.Replace(',', ';'), new FileFormat { Csv = new CsvFormat { Delimiter = ";" } }));

        string Digest(string text, FileFormat? format)
        {
            DataSpec data = Data("x.csv", text, format);
            data.Series = new SeriesSpec { Window = 2 };
            return DatasetLoader.Load(SpecDefaults.Resolve(Spec(Task.Forecasting, data), 1), _files.Blobs).Digest;
        }
    }

    [Fact]
    public void A_name_that_is_not_known_says_how_files_are_pushed()
    {
        Assert.Null(DatasetCatalog.Find(new DataSpec { Dataset = "mine" }));
        Assert.StartsWith(
            "There is no dataset 'mine'; files are pushed with `cluster datasets push`, and built in are builtin/", DatasetCatalog.Missing("mine"), StringComparison.Ordinal);
        Assert.StartsWith(
            "There is no dataset 'a.csv'; a file beside the spec is written ./a.csv, other files are pushed with `cluster datasets push`, and built in are ",
            DatasetCatalog.Missing("a.csv"), StringComparison.Ordinal);
        Assert.StartsWith("There is no dataset 'builtin/x'; there are builtin/", DatasetCatalog.Missing("builtin/x"), StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private DataSpec Data(string name, string content, FileFormat? format = null) => new() { Dataset = "mine", Source = _files.Inspect(name, content, format) };

    private static JobSpec Spec(Task task, DataSpec data) => new() { Task = task, Data = data };
}
