namespace Cluster.Client.Rendering;

/// <summary>
/// Final metrics: a row for each metric, a column for each split of the data that it was measured on. Micro and weighted averages are only
/// counted; JSON has them.
/// </summary>
internal static class MetricTable
{
    // What people ask first, for each task.
    private static readonly string[] Headline = ["accuracy", "f1_macro", "span_f1", "legal", "mae", "r2"];

    /// <summary>Writes metrics named like <c>validation/loss</c>; nothing if there are none.</summary>
    public static void Write(IReadOnlyDictionary<string, double> metrics, TextWriter output)
    {
        if (metrics.Count == 0)
            return;
        // Validation before test.
        List<string> splits = [.. metrics.Keys.Select(Split).Distinct().OrderDescending(StringComparer.Ordinal)];
        TextTable table = new(["METRIC", .. splits.Select(split => split.ToUpperInvariant() + "#")]);
        List<string> names = [.. metrics.Keys.Select(Name).Distinct().Order(StringComparer.Ordinal)];
        foreach (string name in names.Where(IsMain))
            table.Add([name, .. splits.Select(split => Cell(metrics, split, name))]);
        table.Write(output);
        int others = names.Count(name => !IsMain(name));
        if (others > 0)
            output.WriteLine($"{others} more averages with --output json");
    }

    /// <summary>Whether a metric is shown to people.</summary>
    public static bool IsMain(string metric) =>
        !metric.EndsWith("_micro", StringComparison.Ordinal) && !metric.EndsWith("_weighted", StringComparison.Ordinal);

    /// <summary>The few metrics that fit on one line: those of the test if there are any.</summary>
    public static string Line(IReadOnlyDictionary<string, double> metrics)
    {
        List<string> main = [.. metrics.Keys.Where(name => Headline.Contains(Name(name)))];
        List<string> names = main.Count > 0 ? main : [.. metrics.Keys.Where(IsMain)];
        string? first = names.Select(Split).Order(StringComparer.Ordinal).FirstOrDefault();
        return string.Join(", ", names.Where(name => Split(name) == first).Order(StringComparer.Ordinal)
            .Select(name => $"{name} {Numbers.Fixed(metrics[name])}"));
    }

    private static string Cell(IReadOnlyDictionary<string, double> metrics, string split, string name) =>
        metrics.TryGetValue(split.Length == 0 ? name : $"{split}/{name}", out double value) ? Numbers.Fixed(value) : "";

    private static string Split(string metric) => metric[..Math.Max(0, metric.IndexOf('/', StringComparison.Ordinal))];

    private static string Name(string metric) => metric[(metric.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
