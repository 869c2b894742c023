using Cluster.V1;
using Google.Protobuf.Collections;

namespace Cluster.Client.Rendering;

/// <summary>How well each class, or each type of span, was told apart; for few of them only.</summary>
internal static class ClassTable
{
    private const int MostRows = 30;
    private const int WidestConfusion = 12;

    /// <summary>Writes a table of the classes, one of what was taken for what, and one of the spans, each below an empty line.</summary>
    /// <param name="report">The counts; nothing is written without them.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ClassReport? report, TextWriter output)
    {
        if (report is null)
            return;
        string split = report.Split.ToUpperInvariant();
        WriteRows($"{split} CLASS", report.Classes, output);
        if (report.Classes.Count is > 0 and <= WidestConfusion)
            WriteConfusion(report, output);
        WriteRows($"{split} SPAN", report.Spans, output);
    }

    private static void WriteRows(string heading, RepeatedField<ClassRow> rows, TextWriter output)
    {
        if (rows.Count is 0 or > MostRows)
            return;
        TextTable table = new(heading, "PRECISION#", "RECALL#", "F1#", "SUPPORT#");
        foreach (ClassRow row in rows)
            table.Add(row.Name, Numbers.Fixed(row.Precision), Numbers.Fixed(row.Recall), Numbers.Fixed(row.F1), Numbers.Grouped(row.Support));
        output.WriteLine();
        table.Write(output);
    }

    private static void WriteConfusion(ClassReport report, TextWriter output)
    {
        int count = report.Classes.Count;
        TextTable table = new(["TAKEN FOR", .. report.Classes.Select(row => row.Name.TrimEnd('#') + "#")]);
        for (int label = 0; label < count; label++)
            table.Add([report.Classes[label].Name, .. report.Confusion.Skip(label * count).Take(count).Select(Numbers.Grouped)]);
        output.WriteLine();
        table.Write(output);
    }
}
