namespace Cluster.Training.Metrics;

/// <summary>
/// Metrics of a classification as scikit-learn defines them (zero_division=0): macro averages are plain means over the
/// classes that occur as a label or as a prediction.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>Works out <c>loss</c> (mean, in nats), <c>accuracy</c>, <c>f1_macro</c>, <c>precision_macro</c> and <c>recall_macro</c>.</summary>
    /// <param name="counts">All counts, added up.</param>
    /// <returns>Metrics by name; empty if there are no examples.</returns>
    public static IReadOnlyDictionary<string, double> Of(ClassificationCounts counts)
    {
        int classes = counts.Classes;
        double examples = counts.Confusion.Sum(count => (double)count);
        if (examples == 0) return new Dictionary<string, double>();

        long correct = 0;
        int occurring = 0;
        double precision = 0, recall = 0, f1 = 0;
        for (int c = 0; c < classes; c++)
        {
            long hits = counts.Confusion[c * classes + c];
            long labelled = Enumerable.Range(0, classes).Sum(prediction => (long)counts.Confusion[c * classes + prediction]);
            long predicted = Enumerable.Range(0, classes).Sum(label => (long)counts.Confusion[label * classes + c]);
            if (labelled + predicted == 0) continue;
            occurring++;
            correct += hits;
            precision += Ratio(hits, predicted);
            recall += Ratio(hits, labelled);
            f1 += Ratio(2 * hits, labelled + predicted);
        }

        return new Dictionary<string, double>
        {
            ["loss"] = counts.Loss / examples,
            ["accuracy"] = correct / examples,
            ["f1_macro"] = f1 / occurring,
            ["precision_macro"] = precision / occurring,
            ["recall_macro"] = recall / occurring,
        };
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
