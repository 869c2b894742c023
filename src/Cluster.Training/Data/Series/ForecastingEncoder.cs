using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Series;

/// <summary>
/// Makes a dataset for forecasting: each example reads <c>window</c> rows, all columns, and predicts the target columns of the <c>horizon</c> rows
/// after them. An example belongs to the part in which all its targets lie; its window may reach back into the part before, which is
/// past by then. So no target is in two parts, and nothing is known before its time.
/// </summary>
public sealed class ForecastingEncoder
{
    private readonly SeriesSpec _settings;
    private readonly double[][] _rows;
    private readonly SeriesScaling _scaling;
    private readonly DataShape _shape;

    private ForecastingEncoder(SeriesSpec settings, double[][] rows, SeriesScaling scaling, int targets)
    {
        _settings = settings;
        _rows = rows;
        _scaling = scaling;
        int outputs = settings.Stepwise ? targets : settings.Horizon * targets;
        _shape = new DataShape(0, scaling.Columns.Count, outputs, TargetKind.Values, settings.Stepwise);
    }

    /// <summary>Cuts, divides and scales a series.</summary>
    /// <param name="data">The data of a resolved spec.</param>
    /// <param name="series">The series in order of time. Where the spec names no targets, all columns are.</param>
    /// <exception cref="InvalidDataException">The series is too short or lacks a target; the message is for the user.</exception>
    public static EncodedDataset Encode(DataSpec data, TimeSeries series)
    {
        (IReadOnlyList<string> columns, double[][] rows) = series;
        int test = (int)Math.Round(data.Split.Test * rows.Length, MidpointRounding.AwayFromZero);
        int validation = (int)Math.Round(data.Split.Validation * rows.Length, MidpointRounding.AwayFromZero);
        int training = rows.Length - test - validation, reach = data.Series.Window + data.Series.Horizon;
        if (training < reach) throw new InvalidDataException(
            $"The series has {Math.Max(0, training)} rows to train on, fewer than one window and its horizon need, which is {reach}.");

        int[] targets = TargetsOf(data.Series, columns);
        int[] outputs = [.. Enumerable.Repeat(targets, data.Series.Stepwise ? 1 : data.Series.Horizon).SelectMany(columnsOfStep => columnsOfStep)];
        var encoder = new ForecastingEncoder(data.Series, rows, SeriesScaling.Fit(columns, rows[..training], outputs), targets.Length);
        return new EncodedDataset(
            DatasetDigest.Of(columns, rows),
            Vocabulary.None,
            [],
            encoder.Part(0, training, data.Series.Stride),
            encoder.Part(training, training + validation, 1),
            encoder.Part(training + validation, rows.Length, 1))
        {
            Scaling = encoder._scaling with { NaiveErrors = SeriesScaling.NaiveErrorsOf(rows[..training], data.Series.Season) },
        };
    }

    private static int[] TargetsOf(SeriesSpec settings, IReadOnlyList<string> columns)
    {
        if (settings.Targets.Count == 0) return [.. Enumerable.Range(0, columns.Count)];
        string? missing = settings.Targets.FirstOrDefault(target => !columns.Contains(target));
        if (missing is not null) throw new InvalidDataException($"The series has no column '{missing}'; it has {Sentence.List(columns)}.");
        return [.. settings.Targets.Select(target => columns.ToList().IndexOf(target))];
    }

    /// <summary>Examples whose targets lie in rows start to end.</summary>
    private EncodedSplit Part(int start, int end, int stride)
    {
        var firstTargets = new List<int>();
        for (int first = Math.Max(start, _settings.Window); first + _settings.Horizon <= end; first += stride) firstTargets.Add(first);
        return new EncodedSplit(_shape, [.. firstTargets.Select(Example)]) { Baselines = Baselines(firstTargets) };
    }

    private EncodedExample Example(int first)
    {
        int columns = _scaling.Columns.Count;
        float[] features = new float[_settings.Window * columns];
        for (int i = 0; i < features.Length; i++)
            features[i] = _scaling.Scale(i % columns, _rows[first - _settings.Window + i / columns][i % columns]);
        return new EncodedExample(_settings.Window, Tokens: null, features, Classes: null, Targets(first, (column, row) => _scaling.Scale(column, _rows[row][column])));
    }

    /// <summary>Numbers for all targets of an example, in the order of the network's outputs.</summary>
    private float[] Targets(int first, Func<int, int, float> valueOf)
    {
        int[] columns = _scaling.Targets[..(_shape.TargetPerStep ? _shape.Outputs : _shape.Outputs / _settings.Horizon)];
        return [.. Enumerable.Range(first, _settings.Horizon).SelectMany(row => columns.Select(column => valueOf(column, row)))];
    }

    private List<Baseline> Baselines(List<int> firstTargets)
    {
        List<Baseline> baselines = [new("last_value", Forecasts((_, first) => first - 1))];
        int season = _settings.Season;
        // So many whole seasons back that the value is known when the forecast is made.
        int RowBefore(int row, int first) => row - season * ((row - first) / season + 1);
        if (season > 0 && firstTargets.Count > 0 && RowBefore(firstTargets[0], firstTargets[0]) >= 0)
            baselines.Add(new Baseline("seasonal_naive", Forecasts(RowBefore)));
        return baselines;

        float[][] Forecasts(Func<int, int, int> rowFor) =>
            [.. firstTargets.Select(first => Targets(first, (column, row) => (float)_rows[rowFor(row, first)][column]))];
    }
}
