using Cluster.Training.Data;
using Cluster.Training.Data.Series;
using Cluster.Training.Specs;
using Cluster.Training.Tests.Data.Files;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Series;

public sealed class FileSeriesTests : IDisposable
{
    private readonly StoredFiles _files = new();

    [Fact]
    public void A_wide_table_has_a_series_in_each_column_of_numbers()
    {
        TimeSeries series = Read("month,a,note,b\n2020-01,1,x,10\n2020-02,2,y,20\n2020-03,-3.5,z,3e1\n", new SeriesSpec());
        Assert.Equal(["a", "b"], series.Columns);
        Assert.Equal([[1, 10], [2, 20], [-3.5, 30]], series.Rows);
    }

    [Fact]
    public void Without_a_time_the_order_of_the_rows_is_that_of_time() =>
        Assert.Equal([[1], [3], [2]], Read("a\n1\n3\n2\n", new SeriesSpec()).Rows);

    [Theory]
    [InlineData("id,day,v\nx,2020-01-01,1\nx,2020-01-02,2\ny,2020-01-01,10\ny,2020-01-02,20\n", "")] // One series after the other.
    [InlineData("day,id,v\n2020-01-01,x,1\n2020-01-01,y,10\n2020-01-02,y,20\n2020-01-02,x,2\n", "")] // One time after the other.
    [InlineData("t,id,v\n1,x,1\n1,y,10\n2,x,2\n2,y,20\n", "t")]
    public void A_long_table_has_a_series_for_each_id(string content, string time)
    {
        TimeSeries series = Read(content, new SeriesSpec { Id = "id", Value = "v", Time = time });
        Assert.Equal(["x", "y"], series.Columns);
        Assert.Equal([[1, 10], [2, 20]], series.Rows);
    }

    [Theory]
    [InlineData("2020-01", "2020-02", "2020-03", "2020-04")]
    [InlineData("2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29")] // Ends of months.
    [InlineData("2019-11-15", "2020-02-15", "2020-05-15")]
    [InlineData("2020-02-28", "2020-02-29", "2020-03-01")]
    [InlineData("2020-01-31T22:00", "2020-01-31T23:00", "2020-02-01 00:00:00")]
    [InlineData("2020-03-29T00:30:00+01:00", "2020-03-29T01:30:00+01:00", "2020-03-29T03:30:00+02:00")] // Clocks go forward in between.
    [InlineData("-5", "0", "5", "10")]
    public void Steps_of_time_months_and_numbers_are_understood(params string[] times) =>
        Assert.Equal(times.Length, Read(Column(times), new SeriesSpec { Time = "t" }).Rows.Length);

    [Theory]
    [InlineData("x.csv, line 4, column 't': The time 2020-04 follows 2020-02, but the steps before are 1 month; 2020-03 should follow.", "2020-01", "2020-02", "2020-04")]
    [InlineData("x.csv, line 5, column 't': The time 2020-04-01 follows 2020-03-01, but the steps before are 29 days; 2020-03-30 should follow.", "2020-01-03", "2020-02-01", "2020-03-01", "2020-04-01")]
    [InlineData("x.csv, line 4, column 't': The time 2020-05-31 follows 2020-02-29, but the steps before are 1 month; 2020-03-31 should follow.", "2020-01-31", "2020-02-29", "2020-05-31")]
    [InlineData("x.csv, line 4, column 't': The time 4 follows 2, but the steps before are 1; 3 should follow.", "1", "2", "4")]
    [InlineData("x.csv, line 3, column 't': The time 2020-01 is there twice; each must be there once.", "2020-01", "2020-01", "2020-02")]
    [InlineData("x.csv, line 3, column 't': The time 2019-12 follows 2020-01; rows must rise in time.", "2020-01", "2019-12", "2019-11")]
    [InlineData("x.csv, line 4, column 't': 'soon' is no time; write 2020-01, 2020-01-31, 2020-01-31T18:00:00Z or whole numbers.", "2020-01", "2020-02", "soon")]
    [InlineData("x.csv, line 4, column 't': '5' follows '2020-02'; all times must be dates or all whole numbers.", "2020-01", "2020-02", "5")]
    public void Times_that_do_not_follow_each_other_are_refused(string expected, params string[] times) =>
        Assert.Equal(expected, Refusal(Column(times), new SeriesSpec { Time = "t" }));

    [Theory]
    [InlineData("t,v\n1,1\n2,2\n3,two\n", "x.csv, line 4, column 'v': 'two' is not a number; write numbers such as -1.5.")]
    [InlineData("t,v\n1,1\n2,\n3,3\n", "x.csv, line 3, column 'v': The field is empty; a series needs a number at each time.")]
    [InlineData("t,v\n1,1\n2,2\n3,NaN\n", "x.csv, line 4, column 'v': 'NaN' is not a number; write numbers such as -1.5.")]
    public void Cells_that_are_no_numbers_are_refused(string content, string expected) =>
        Assert.Equal(expected, Refusal(content, new SeriesSpec { Time = "t" }));

    [Theory]
    [InlineData("id,t,v\nx,1,1\nx,2,2\ny,1,1\ny,3,2\n", "x.csv, line 5, column 't': 'y' has 3 where 'x' has 2; all series must have the same times.")]
    [InlineData("id,t,v\nx,1,1\nx,2,2\ny,1,1\n", "x.csv, line 4, column 'id': 'y' ends here after 1 rows, but 'x' has 2; all series must have the same times.")]
    [InlineData("id,t,v\nx,1,1\nx,1,2\n", "x.csv, line 3, column 't': The time 1 is there twice; each must be there once.")]
    [InlineData("id,t,v\nx,1,1\n,1,2\n", "x.csv, line 3, column 'id': The field is empty; each row must name its series.")]
    public void Series_of_a_long_table_have_the_same_times(string content, string expected) =>
        Assert.Equal(expected, Refusal(content, new SeriesSpec { Time = "t", Id = "id", Value = "v" }));

    [Fact]
    public void Columns_that_make_no_sense_are_refused()
    {
        DatasetSource source = _files.Inspect("x.csv", "id,t,v,w\nx,1,1,1\n");
        Assert.Empty(Check(new SeriesSpec { Targets = { "v" } }));
        Assert.Empty(Check(new SeriesSpec { Time = "t", Id = "id", Value = "v", Targets = { "only the data tells" } }));
        Assert.Equal(
            [
                new("data.series.time", "Must be a column of the kind TIME or NUMBER; 'id' is TEXT."),
                new Violation("data.series.value", "Is only read together with data.series.id."),
            ],
            Check(new SeriesSpec { Time = "id", Value = "v" }));
        Assert.Equal([new Violation("data.series.time", "The dataset has no column 'when'; it has id, t, v and w.")], Check(new SeriesSpec { Time = "when" }));
        Assert.Equal([new Violation("data.series.value", "Is required; there are v and w.")], Check(new SeriesSpec { Time = "t", Id = "id" }));
        Assert.Equal(
            [new Violation("data.series.targets[0]", "The series has no column 'id'; it has v and w.")], Check(new SeriesSpec { Time = "t", Targets = { "id" } }));
        Assert.Equal(
            [new Violation("data.series.time", "Is only read for datasets of files.")],
            new SeriesDataset(new SunspotLike()).Check(new JobSpec { Data = new DataSpec { Series = new SeriesSpec { Time = "t" } } }));

        IEnumerable<Violation> Check(SeriesSpec series) => new SeriesDataset(new FileSeries(source)).Check(new JobSpec { Data = new DataSpec { Series = series } });
    }

    [Theory]
    [InlineData("", "The series has no column 'z'; it has x and y.", "z")]
    [InlineData("y", null, "y")]
    public void Targets_of_a_long_table_are_found_when_it_is_read(string trained, string? refusal, string target)
    {
        string content = "id,t,v\n" + string.Concat(Enumerable.Range(0, 20).Select(t => $"x,{t},{t}\ny,{t},{10 * t}\n"));
        var spec = new JobSpec
        {
            Task = Task.Forecasting,
            Data = new DataSpec
            {
                Dataset = "mine",
                Source = _files.Inspect("x.csv", content),
                Series = new SeriesSpec { Time = "t", Id = "id", Window = 2, Targets = { target } },
            },
        };
        Assert.Empty(SpecValidator.Validate(spec));
        JobSpec resolved = SpecDefaults.Resolve(spec, drawnSeed: 1);
        Assert.Equal("v", resolved.Data.Series.Value);
        if (refusal is not null)
        {
            Assert.Equal(refusal, Assert.Throws<InvalidDataException>(() => DatasetLoader.Load(resolved, _files.Blobs)).Message);
            return;
        }

        EncodedDataset dataset = DatasetLoader.Load(resolved, _files.Blobs);
        Assert.Equal([trained], dataset.Scaling!.Targets.Select(column => dataset.Scaling.Columns[column]));
        Assert.Equal((16 - 2, 2, 2, 2), (dataset.Training.Count, dataset.Validation.Count, dataset.Test.Count, dataset.Shape.Features));
    }

    public void Dispose() => _files.Dispose();

    private static string Column(string[] times) => "t,v\n" + string.Concat(times.Select(time => $"{time},1\n"));

    private TimeSeries Read(string content, SeriesSpec series)
    {
        var source = new FileSeries(_files.Inspect("x.csv", content));
        Assert.Empty(source.Check(series));
        source.FillDefaults(series);
        return source.Read(new DataSpec { Series = series }, _files.Blobs);
    }

    private string Refusal(string content, SeriesSpec series) => Assert.Throws<InvalidDataException>(() => Read(content, series)).Message;
}
