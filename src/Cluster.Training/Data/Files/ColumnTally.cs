using System.Numerics;
using Cluster.Training.Data.Texts;
using Cluster.V1;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;

namespace Cluster.Training.Data.Files;

/// <summary>Counts a column's values and lengths; takes little memory, however many fields there are.</summary>
/// <param name="column">The column.</param>
internal sealed class ColumnTally(DatasetColumn column)
{
    private const int MostValues = 1000;
    private const int LongestValue = 100;
    private const int ShownValues = 20;

    private readonly List<long> _lengths = [];
    private Dictionary<string, long>? _values = new(StringComparer.Ordinal);
    private long _filled;

    /// <summary>Counts a field.</summary>
    public void Add(Field field)
    {
        if (column.Kind is Kind.Text or Kind.List) CountLength(field.Items?.Length ?? CharactersOf(field.Text));
        if (field.Text.Length == 0) return;
        _filled++;
        if (field.Items is null) CountValue(field.Text);
        foreach (string item in field.Items ?? []) CountValue(item);
    }

    /// <summary>What was counted.</summary>
    public ColumnPreview ToPreview()
    {
        var preview = new ColumnPreview { Column = column.Clone(), Filled = _filled, Distinct = _values?.Count ?? 0 };
        preview.Values.Add((_values ?? []).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(ShownValues)
            .Select(pair => new ColumnPreview.Types.ValueCount { Value = pair.Key, Count = pair.Value }));
        preview.Lengths.Add(_lengths.Select((count, range) => new ColumnPreview.Types.LengthCount
        {
            From = range == 0 ? 0 : 1 << (range - 1),
            To = (1 << range) - 1,
            Count = count,
        }));
        return preview;
    }

    private static int CharactersOf(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>Range r > 0 is from 2^(r-1) to 2^r - 1: lengths of r bits.</summary>
    private void CountLength(int length)
    {
        int range = 32 - BitOperations.LeadingZeroCount((uint)length);
        while (_lengths.Count <= range) _lengths.Add(0);
        _lengths[range]++;
    }

    private void CountValue(string value)
    {
        if (_values is null) return;
        _values[value] = _values.GetValueOrDefault(value) + 1;
        if (_values.Count > MostValues || value.Length > LongestValue) _values = null;
    }
}
