namespace Cluster.Client.Rendering;

/// <summary>Aligned columns without boxes, two spaces apart; easy to read and to cut.</summary>
internal sealed class TextTable
{
    private readonly bool[] _isNumber;
    private readonly List<string[]> _rows;

    /// <summary>Makes a table.</summary>
    /// <param name="headings">One for each column; one that ends with <c>#</c> is of numbers, aligned right, and shown without it.</param>
    public TextTable(params string[] headings)
    {
        _isNumber = [.. headings.Select(heading => heading.EndsWith('#'))];
        _rows = [[.. headings.Select(heading => heading.TrimEnd('#'))]];
    }

    /// <summary>Adds a row with as many cells as there are headings. Line breaks in cells become spaces.</summary>
    public void Add(params string[] cells) =>
        _rows.Add([.. cells.Select(cell => cell.ReplaceLineEndings(" "))]);

    /// <summary>Writes the headings and all rows.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = [.. _isNumber.Select((_, column) => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                _isNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
