using Cluster.Training.Blobs;
using Cluster.Training.Data.Generators;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Series;

/// <summary>A dataset for forecasting: windows over a series.</summary>
/// <param name="source">The series.</param>
public sealed class SeriesDataset(ISeriesSource source) : IDataset
{
    private const int Window = 24;
    private const int LongestWindow = 4096;
    private const string Path = "data.series";

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks { get; } = [Task.Forecasting];

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(JobSpec spec)
    {
        var checks = new FieldChecks();
        DataSpec data = spec.Data;
        if (data.Text.Length > 0) checks.Add("data.text", $"{data.Dataset} has no texts.");
        if (data.Label.Length > 0) checks.Add("data.label", $"{data.Dataset} has no labels.");
        checks.Add(GeneratorSettings.Check(data.Generator ?? new GeneratorSpec(), source.Settings));
        CheckSeries(checks, data.Series ?? new SeriesSpec());
        return checks.Violations;
    }

    /// <inheritdoc/>
    public void FillDefaults(JobSpec spec)
    {
        GeneratorSettings.Fill(spec.Data.Generator ??= new GeneratorSpec(), source.Settings, spec.Training.Seed);
        SeriesSpec series = spec.Data.Series ??= new SeriesSpec();
        if (!series.HasWindow) series.Window = Window;
        if (!series.HasHorizon) series.Horizon = 1;
        source.FillDefaults(series);
        if (series.Targets.Count == 0) series.Targets.Add(source.ColumnsOf(series) ?? []);
        if (!series.HasStride) series.Stride = 1;
        if (!series.HasSeason) series.Season = 0;
    }

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => new(Tokens: false, TargetKind.Values, TargetPerStep: spec.Data.Series?.Stepwise == true);

    /// <inheritdoc/>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs) =>
        ForecastingEncoder.Encode(resolved.Data, source.Read(resolved.Data, blobs));

    /// <summary>For series that come from no files: says so where columns of files are named.</summary>
    /// <param name="series">As the user gave it.</param>
    internal static IEnumerable<Violation> CheckNoFiles(SeriesSpec series) =>
        new[] { ("time", series.Time), ("id", series.Id), ("value", series.Value) }
            .Where(column => column.Item2.Length > 0)
            .Select(column => new Violation($"{Path}.{column.Item1}", "Is only read for datasets of files."));

    private void CheckSeries(FieldChecks checks, SeriesSpec series)
    {
        if (series.HasWindow) checks.Within($"{Path}.window", series.Window, 1, LongestWindow);
        int window = series.HasWindow ? series.Window : Window;
        if (series.HasHorizon) checks.AtLeast($"{Path}.horizon", series.Horizon, 1);
        if (window >= 1 && series.Horizon > window)
            checks.Add($"{Path}.horizon", $"Must be at most data.series.window, which is {window}; it is {series.Horizon}.");
        if (series.HasStride) checks.AtLeast($"{Path}.stride", series.Stride, 1);
        if (series.HasSeason) checks.AtLeast($"{Path}.season", series.Season, 0);
        Violation[] wrong = [.. source.Check(series)];
        checks.Add(wrong);
        IReadOnlyList<string>? columns = wrong.Length == 0 ? source.ColumnsOf(series) : null;
        foreach ((int index, string target) in series.Targets.Index())
        {
            if (columns?.Contains(target) == false)
                checks.Add($"{Path}.targets[{index}]", $"The series has no column '{target}'; it has {Sentence.List(columns)}.");
            else if (series.Targets.IndexOf(target) < index)
                checks.Add($"{Path}.targets[{index}]", $"'{target}' is given twice.");
        }
    }
}
