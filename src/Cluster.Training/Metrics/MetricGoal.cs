namespace Cluster.Training.Metrics;

/// <summary>Which way metrics get better, by their names. Names are part of the contract.</summary>
public static class MetricGoal
{
    private static readonly string[] Large =
    [
        "accuracy", "sequence_accuracy", "legal", "r2",
        .. from score in (string[])["precision", "recall", "f1"] from average in (string[])["macro", "micro", "weighted"] select $"{score}_{average}",
        "span_precision", "span_recall", "span_f1",
    ];

    private static readonly string[] Small = ["loss", "perplexity", "bits_per_token", "mae", "mse", "rmse", "mape", "smape", "mase"];

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Large.Concat(Small).Order(StringComparer.Ordinal)];

    /// <summary>Whether more is better.</summary>
    /// <param name="name">Name of a metric without its split, such as <c>f1_macro</c>.</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public static bool IsLarge(string name) =>
        Large.Contains(name) || (Small.Contains(name) ? false : throw new ArgumentException($"There is no metric {name}.", nameof(name)));
}
