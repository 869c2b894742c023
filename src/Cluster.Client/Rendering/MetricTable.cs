namespace Cluster.Client.Rendering;

/// <summary>Final metrics: a row for each metric, a column for each split of the data that it was measured on.</summary>
internal static class MetricTable
{
    /// <summary>Writes metrics named like <c>validation/loss</c>; nothing if there are none.</summary>
    public static void Write(IReadOnlyDictionary<string, double> metrics, TextWriter output)
    {
        if (metrics.Count == 0)
            return;
        // Validation before test.
        List<string> splits = [.. metrics.Keys.Select(Split).Distinct().OrderDescending(StringComparer.Ordinal)];
        TextTable table = new(["METRIC", .. splits.Select(split => split.ToUpperInvariant() + "#")]);
        foreach (string name in metrics.Keys.Select(Name).Distinct().Order(StringComparer.Ordinal))
            table.Add([name, .. splits.Select(split => Cell(metrics, split, name))]);
        table.Write(output);
    }

    private static string Cell(IReadOnlyDictionary<string, double> metrics, string split, string name) =>
        metrics.TryGetValue(split.Length == 0 ? name : $"{split}/{name}", out double value) ? Numbers.Fixed(value) : "";

    private static string Split(string metric) => metric[..Math.Max(0, metric.IndexOf('/', StringComparison.Ordinal))];

    private static string Name(string metric) => metric[(metric.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
