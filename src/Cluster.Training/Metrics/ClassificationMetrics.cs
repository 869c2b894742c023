namespace Cluster.Training.Metrics;

/// <summary>
/// Metrics of classes as scikit-learn defines them (zero_division=0). Averages go over the classes that occur as a label or as a
/// prediction: macro is their plain mean, weighted is weighed by their numbers of labels, micro is worked out from the sums of all counts.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>
    /// Works out <c>accuracy</c>, and <c>precision</c>, <c>recall</c> and <c>f1</c> each as <c>_macro</c>, <c>_micro</c> and <c>_weighted</c>.
    /// </summary>
    /// <param name="tally">All counts, added up.</param>
    /// <returns>Metrics by name; empty if nothing was counted.</returns>
    public static Dictionary<string, double> Of(ClassTally tally)
    {
        HitCounts[] occurring = [.. tally.Classes.Where(one => one.Labelled + one.Predicted > 0)];
        HitCounts all = occurring.Aggregate(default(HitCounts), (sum, one) => sum.Add(one));
        var metrics = new Dictionary<string, double>();
        if (all.Labelled == 0) return metrics;
        metrics["accuracy"] = all.Recall;
        Average("precision", one => one.Precision);
        Average("recall", one => one.Recall);
        Average("f1", one => one.F1);
        return metrics;

        void Average(string name, Func<HitCounts, double> score)
        {
            metrics[$"{name}_macro"] = occurring.Sum(score) / occurring.Length;
            metrics[$"{name}_micro"] = score(all);
            metrics[$"{name}_weighted"] = occurring.Sum(one => score(one) * one.Labelled) / all.Labelled;
        }
    }
}
