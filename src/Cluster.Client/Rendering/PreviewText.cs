using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>A dataset's beginning as people read it: the parts, the columns, the first records.</summary>
internal static class PreviewText
{
    private const int MostValues = 6;
    private const int WidestCell = 60;
    private const int NarrowestCell = 12;
    // The cells of all columns together; what does not fit on a screen is hard to read.
    private const int WidestRow = 120;

    /// <summary>Writes a preview.</summary>
    public static void Write(DatasetPreview preview, TextWriter output)
    {
        foreach (DatasetPreview.Types.PartRecords part in preview.Parts)
            output.WriteLine($"{(part.Part == DatasetFile.Types.Part.Unspecified ? "all" : Lower(part.Part))}: {Numbers.Grouped(part.Records)} records");
        TextTable columns = new("COLUMN", "KIND", "FILLED#", "LENGTH", "VALUES");
        foreach (ColumnPreview column in preview.Columns)
            columns.Add(column.Column.Name, Lower(column.Column.Kind), Numbers.Grouped(column.Filled), Length(column), Values(column));
        columns.Write(output);
        if (preview.Rows.Count == 0) return;
        output.WriteLine();
        TextTable rows = new([.. preview.Columns.Select(column => column.Column.Name.TrimEnd('#'))]);
        int widest = Math.Clamp(WidestRow / preview.Columns.Count, NarrowestCell, WidestCell);
        foreach (DatasetPreview.Types.Row row in preview.Rows) rows.Add([.. row.Fields.Select(text => Cut(text, widest))]);
        rows.Write(output);
    }

    // Ranges are wide, and those of short lengths may be empty.
    private static string Length(ColumnPreview column) => column.Lengths.FirstOrDefault(length => length.Count > 0) is { } shortest
        ? $"{Numbers.Grouped(shortest.From)} to {Numbers.Grouped(column.Lengths[^1].To)}"
        : "";

    private static string Values(ColumnPreview column)
    {
        string shown = string.Join(", ", column.Values.Take(MostValues).Select(value => $"{Cut(value.Value, WidestCell)} {Numbers.Grouped(value.Count)}"));
        return column.Distinct > MostValues ? $"{shown}, ... ({Numbers.Grouped(column.Distinct)} values)" : shown;
    }

    private static string Cut(string text, int widest) => text.Length <= widest ? text : text[..widest] + "...";

    private static string Lower<T>(T value)
        where T : Enum => value.ToString().ToLowerInvariant();
}
