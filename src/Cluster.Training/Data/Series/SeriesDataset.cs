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
        if (series.Targets.Count == 0) series.Targets.Add(source.Columns);
        if (!series.HasStride) series.Stride = 1;
        if (!series.HasSeason) series.Season = 0;
    }

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => new(Tokens: false, TargetKind.Values, TargetPerStep: spec.Data.Series?.Stepwise == true);

    /// <inheritdoc/>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs) => ForecastingEncoder.Encode(resolved.Data, source.Columns, source.Read(resolved.Data.Generator));

    private void CheckSeries(FieldChecks checks, SeriesSpec series)
    {
        if (series.HasWindow) checks.Within($"{Path}.window", series.Window, 1, LongestWindow);
        int window = series.HasWindow ? series.Window : Window;
        if (series.HasHorizon) checks.AtLeast($"{Path}.horizon", series.Horizon, 1);
        if (window >= 1 && series.Horizon > window)
            checks.Add($"{Path}.horizon", $"Must be at most data.series.window, which is {window}; it is {series.Horizon}.");
        if (series.HasStride) checks.AtLeast($"{Path}.stride", series.Stride, 1);
        if (series.HasSeason) checks.AtLeast($"{Path}.season", series.Season, 0);
        foreach ((int index, string target) in series.Targets.Index())
        {
            if (!source.Columns.Contains(target))
                checks.Add($"{Path}.targets[{index}]", $"The series has no column '{target}'; it has {Sentence.List(source.Columns)}.");
            else if (series.Targets.IndexOf(target) < index)
                checks.Add($"{Path}.targets[{index}]", $"'{target}' is given twice.");
        }
    }
}
