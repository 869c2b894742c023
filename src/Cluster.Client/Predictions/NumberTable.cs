using System.Globalization;
using Cluster.Client.Errors;
using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>A table of numbers as one sequence: all of its rows, or for a model with a window as many as that needs, from the end.</summary>
internal static class NumberTable
{
    // The longest window there can be is 4096 rows; other sequences may be longer.
    private const int MostRows = 1 << 16;

    /// <summary>Reads the columns that the model knows, in its order; all of them if it knows no names.</summary>
    /// <exception cref="ClusterException">The table does not fit the model; the message names file and line.</exception>
    public static PredictionInput Read(string path, Model model)
    {
        using CsvTable table = new(path);
        int[] columns = Columns(table, model, path);
        Queue<double[]> rows = new();
        int most = model.Input.Window > 0 ? model.Input.Window : MostRows;
        while (table.Next() is { } fields)
        {
            rows.Enqueue(Array.ConvertAll(columns, column => Number(fields[column], table, column, path)));
            if (rows.Count <= most) continue;
            if (model.Input.Window == 0) throw Fault($"{path} has more than {MostRows} rows; that is no sequence.");
            rows.Dequeue();
        }

        if (rows.Count == 0) throw Fault($"{path} has no rows.");
        return rows.Count >= model.Input.Window
            ? new PredictionInput { Numbers = { rows.SelectMany(row => row) } }
            : throw Fault($"{path} has {rows.Count} rows, but the model reads {model.Input.Window}.");
    }

    private static int[] Columns(CsvTable table, Model model, string path)
    {
        if (model.Input.Columns.Count == 0)
            return table.Columns.Count == model.Input.Features
                ? [.. Enumerable.Range(0, table.Columns.Count)]
                : throw Fault($"{path} has {table.Columns.Count} columns, but the model reads {model.Input.Features} numbers in each step.");
        List<string> names = [.. table.Columns];
        return [.. model.Input.Columns.Select(name => names.IndexOf(name) is >= 0 and int index
            ? index
            : throw Fault($"{path} has no column \"{name}\"; it has {string.Join(", ", names)}."))];
    }

    private static double Number(string text, CsvTable table, int column, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw Fault($"{path}, line {table.Line}: \"{text}\" in the column \"{table.Columns[column]}\" is no number.");

    private static ClusterException Fault(string sentence) => new(ErrorKind.Usage, sentence);
}
