using System.Globalization;

namespace Cluster.Training.Data.Texts;

/// <summary>The labels of a column, collected record by record. Classes are numbered in ordinal order at the end.</summary>
/// <param name="column">Name of the column, for messages.</param>
internal sealed class LabelNames(string column)
{
    /// <summary>Most labels; beyond it the column is surely something else, and an output layer would be too large.</summary>
    public const int Most = 10_000;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private string[] _sorted = [];

    /// <summary>All labels in ordinal order; the index is the class. Empty until <see cref="Sort"/>.</summary>
    public IReadOnlyList<string> Sorted => _sorted;

    /// <summary>Notes a label.</summary>
    /// <returns>Its number in order of appearance, from 0.</returns>
    /// <exception cref="InvalidDataException">There are too many labels.</exception>
    public int Add(string label, TextRecord record)
    {
        if (_numbers.TryGetValue(label, out int number)) return number;
        if (_numbers.Count == Most) throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Place}: Column '{column}' has {Most + 1} different labels up to here, but {Most} are the most. It looks like a column of texts or numbers; data.label must name the column with the classes."));
        _numbers.Add(label, _numbers.Count);
        return _numbers.Count - 1;
    }

    /// <summary>Numbers the classes, once all labels are known.</summary>
    /// <returns>For each number in order of appearance the class.</returns>
    /// <exception cref="InvalidDataException">There is only one label.</exception>
    public int[] Sort()
    {
        if (_numbers.Count == 1)
            throw new InvalidDataException($"All records have the label '{_numbers.Keys.First()}'; at least two labels are needed.");
        _sorted = [.. _numbers.Keys.Order(StringComparer.Ordinal)];
        int[] classes = new int[_sorted.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[_numbers[_sorted[i]]] = i;
            _numbers[_sorted[i]] = i;
        }

        return classes;
    }

    /// <summary>The class of a label; <see cref="Sort"/> came before.</summary>
    public int ClassOf(string label) => _numbers[label];

    /// <summary>Requires that training shows every label. Where files are for validation or test, a label may be in these alone.</summary>
    /// <exception cref="InvalidDataException">A label was left out by the split.</exception>
    public void RequireTrained(EncodedSplit training)
    {
        HashSet<int> trained = [.. training.Examples.SelectMany(example => example.Classes!)];
        int untrained = Enumerable.Range(0, _sorted.Length).FirstOrDefault(label => !trained.Contains(label), -1);
        if (untrained >= 0) throw new InvalidDataException(
            $"No training example has the label '{_sorted[untrained]}', which has too few records for this split or seed.");
    }
}
