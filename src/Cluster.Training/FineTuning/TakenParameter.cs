using Cluster.Training.Layers;

namespace Cluster.Training.FineTuning;

/// <summary>A parameter that begins with values of another model.</summary>
/// <param name="Entry">The parameter.</param>
/// <param name="Rows">Row of the other model for each row, -1 for one that it does not have; null if all rows are the same in both.</param>
public sealed record TakenParameter(ParameterEntry Entry, int[]? Rows)
{
    private int RowCount => Entry.Shape.Shape[0];

    private int RowsTaken => Rows?.Count(row => row >= 0) ?? RowCount;

    /// <summary>Numbers taken over.</summary>
    public long Values => (long)RowsTaken * (Entry.Shape.Count / RowCount);

    /// <summary>For people: the name, and how many rows if not all.</summary>
    public override string ToString() => RowsTaken == RowCount ? Entry.Shape.Name : $"{Entry.Shape.Name}, {RowsTaken} of {RowCount} rows";

    /// <summary>Copies the values.</summary>
    /// <param name="source">The other model's parameter, row by row.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Copy(ReadOnlySpan<float> source, Span<float> parameters)
    {
        Span<float> target = parameters.Slice(Entry.Offset, Entry.Shape.Count);
        if (Rows is null)
        {
            source.CopyTo(target);
            return;
        }

        int width = Entry.Shape.Count / RowCount;
        for (int row = 0; row < Rows.Length; row++)
            if (Rows[row] >= 0) source.Slice(Rows[row] * width, width).CopyTo(target.Slice(row * width, width));
    }
}
