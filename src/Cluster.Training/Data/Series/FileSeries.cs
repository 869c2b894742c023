using Cluster.Training.Blobs;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Generators;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;

namespace Cluster.Training.Data.Series;

/// <summary>
/// A series from files. Wide: a row has the numbers of all series at its time. Long: a row has the number of one series, which its id
/// names; each id becomes a column.
/// </summary>
/// <param name="source">What the dataset consists of.</param>
public sealed class FileSeries(DatasetSource source) : ISeriesSource
{
    private const string Path = "data.series";

    /// <inheritdoc/>
    public IReadOnlyList<GeneratorSetting> Settings => [];

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(SeriesSpec series)
    {
        var checks = new FieldChecks();
        string? time = TimeOf(series);
        if (series.Time.Length > 0) CheckColumn(checks, "time", series.Time, Kind.Time, Kind.Number);
        if (series.Id.Length > 0) CheckColumn(checks, "id", series.Id, Kind.Text, Kind.Number, Kind.Time);
        if (series.Id.Length > 0 && series.Id == time) checks.Add($"{Path}.id", $"Must be another column than the time; both are '{time}'.");
        if (series.Id.Length == 0 && series.Value.Length > 0) checks.Add($"{Path}.value", "Is only read together with data.series.id.");
        else if (series.Id.Length > 0) CheckValue(checks, series, time);
        else if (WideColumns(time).Length == 0) checks.Add($"{Path}.time", "Must leave a column of numbers to predict; there is no other.");
        return checks.Violations;
    }

    /// <inheritdoc/>
    public void FillDefaults(SeriesSpec series)
    {
        if (TimeOf(series) is { } time) series.Time = time;
        if (series.Id.Length > 0 && series.Value.Length == 0) series.Value = ValueColumns(series, TimeOf(series))[0];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? ColumnsOf(SeriesSpec series) => series.Id.Length > 0 ? null : WideColumns(TimeOf(series));

    /// <inheritdoc/>
    public TimeSeries Read(DataSpec data, BlobStore blobs)
    {
        var records = new FileRecords(source, blobs);
        SeriesSpec series = data.Series;
        int time = series.Time.Length > 0 ? IndexOf(series.Time) : LongTable.NoColumn;
        if (series.Id.Length == 0) return ReadWide(records, time, WideColumns(TimeOf(series)));
        var table = new LongTable(records.Columns, time, IndexOf(series.Id), IndexOf(series.Value));
        foreach (SourceRecord record in records.Read()) table.Add(record);
        return table.Pivot();
    }

    private TimeSeries ReadWide(FileRecords records, int time, string[] columns)
    {
        int[] places = Array.ConvertAll(columns, IndexOf);
        var rows = new List<double[]>();
        var steps = new SeriesSteps();
        foreach (SourceRecord record in records.Read())
        {
            if (time >= 0) SeriesCells.Advance(steps, record, time, records.Columns[time]);
            rows.Add(Array.ConvertAll(places, place => SeriesCells.NumberOf(record, place, records.Columns[place])));
        }

        return new TimeSeries(columns, [.. rows]);
    }

    private void CheckValue(FieldChecks checks, SeriesSpec series, string? time)
    {
        string[] others = ValueColumns(series, time);
        if (series.Value.Length > 0) CheckColumn(checks, "value", series.Value, Kind.Number);
        if (series.Value.Length > 0 && (series.Value == series.Id || series.Value == time))
            checks.Add($"{Path}.value", $"Must be another column than time and id; it is '{series.Value}'.");
        if (series.Value.Length == 0 && others.Length != 1)
            checks.Add($"{Path}.value", others.Length == 0 ? "There is no column of numbers beside time and id." : $"Is required; there are {ColumnNames.List(others)}.");
    }

    private void CheckColumn(FieldChecks checks, string field, string name, params Kind[] kinds)
    {
        DatasetColumn? column = source.Columns.FirstOrDefault(column => column.Name == name);
        if (column is null)
            checks.Add($"{Path}.{field}", $"The dataset has no column '{name}'; it has {ColumnNames.List([.. source.Columns.Select(other => other.Name)])}.");
        else if (!kinds.Contains(column.Kind))
            checks.Add($"{Path}.{field}", $"Must be a column of the kind {Sentence.List(kinds.Select(KindName), "or")}; '{name}' is {KindName(column.Kind)}.");
    }

    private static string KindName(Kind kind) => kind.ToString().ToUpperInvariant();

    private string? TimeOf(SeriesSpec series) =>
        series.Time.Length > 0 ? series.Time : source.Columns.FirstOrDefault(column => column.Kind == Kind.Time)?.Name;

    private string[] WideColumns(string? time) =>
        [.. source.Columns.Where(column => column.Kind == Kind.Number && column.Name != time).Select(column => column.Name)];

    private string[] ValueColumns(SeriesSpec series, string? time) => [.. WideColumns(time).Where(column => column != series.Id)];

    private int IndexOf(string column) => source.Columns.Select(own => own.Name).ToList().IndexOf(column);
}
