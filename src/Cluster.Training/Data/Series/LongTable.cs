using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Series;

/// <summary>Gathers rows of id, time and number, and makes a column of each id, in the order in which they first come.</summary>
/// <param name="columns">Names of the records' columns.</param>
/// <param name="time">Place of the time; <see cref="NoColumn"/> where the order of the rows is that of time.</param>
/// <param name="id">Place of the id.</param>
/// <param name="value">Place of the number.</param>
internal sealed class LongTable(IReadOnlyList<string> columns, int time, int id, int value)
{
    /// <summary>Stands for a column that is not there.</summary>
    public const int NoColumn = -1;

    private readonly OrderedDictionary<string, OneSeries> _series = new(StringComparer.Ordinal);

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidDataException">A field is wrong, or the row does not follow the one before of the same id.</exception>
    public void Add(SourceRecord record)
    {
        string name = record.Fields[id].Text;
        if (name.Length == 0) throw BadFile.At(record.Place, columns[id], "The field is empty; each row must name its series.");
        if (!_series.TryGetValue(name, out OneSeries? own))
        {
            if (_series.Count == FileLimits.Columns) throw BadFile.At(
                record.Place, columns[id], $"There are over {FileLimits.Columns} series; name another column in data.series.id.");
            _series.Add(name, own = new OneSeries(new SeriesSteps(), [], [], []));
        }

        if (time >= 0) own.Times.Add(SeriesCells.Advance(own.Steps, record, time, columns[time]));
        own.Values.Add(SeriesCells.NumberOf(record, value, columns[value]));
        own.Places.Add(record.Place);
    }

    /// <summary>Returns the columns side by side.</summary>
    /// <exception cref="InvalidDataException">The series are not all at the same times.</exception>
    public TimeSeries Pivot()
    {
        (string first, OneSeries model) = _series.GetAt(0);
        foreach ((string name, OneSeries own) in _series.Skip(1)) CheckSameTimes(first, model, name, own);
        double[][] rows = new double[model.Values.Count][];
        for (int i = 0; i < rows.Length; i++) rows[i] = [.. _series.Values.Select(own => own.Values[i])];
        return new TimeSeries([.. _series.Keys], rows);
    }

    private void CheckSameTimes(string first, OneSeries model, string name, OneSeries own)
    {
        for (int i = 0; time >= 0 && i < Math.Min(model.Times.Count, own.Times.Count); i++)
        {
            if (model.Times[i].Count != own.Times[i].Count) throw BadFile.At(
                own.Places[i], columns[time], $"'{name}' has {own.Times[i].Text} where '{first}' has {model.Times[i].Text}; all series must have the same times.");
        }

        if (model.Values.Count != own.Values.Count) throw BadFile.At(
            own.Places[^1], columns[id], $"'{name}' ends here after {own.Values.Count} rows, but '{first}' has {model.Values.Count}; all series must have the same times.");
    }

    private sealed record OneSeries(SeriesSteps Steps, List<SeriesTime> Times, List<double> Values, List<RecordPlace> Places);
}
