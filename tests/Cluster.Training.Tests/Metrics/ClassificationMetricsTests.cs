using Cluster.Training.Metrics;

namespace Cluster.Training.Tests.Metrics;

public class ClassificationMetricsTests
{
    [Fact]
    public void Metrics_are_those_of_the_scikit_learn_manual()
    {
        // y_true = [0, 1, 2, 0, 1, 2], y_pred = [0, 2, 1, 0, 0, 1]: the example of precision_score, recall_score and f1_score
        // with average='macro' in the scikit-learn manual, which gives 0.22, 0.33 and 0.26.
        IReadOnlyDictionary<string, double> metrics = Of(3, [2, 0, 0, 1, 0, 1, 0, 2, 0], loss: 3);
        Assert.Equal(2.0 / 9, metrics["precision_macro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["recall_macro"], 1e-12);
        Assert.Equal(4.0 / 15, metrics["f1_macro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["accuracy"], 1e-12);
        Assert.Equal(0.5, metrics["loss"], 1e-12);
        Assert.Equal(5, metrics.Count);
    }

    [Fact]
    public void A_class_that_neither_occurs_nor_is_predicted_does_not_count()
    {
        // y_true = [0, 0, 1], y_pred = [0, 2, 1] of four classes: precision 1, 1, 0; recall 1/2, 1, 0; F1 2/3, 1, 0; class 3 is left out.
        IReadOnlyDictionary<string, double> metrics = Of(4, [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], loss: 0);
        Assert.Equal(2.0 / 3, metrics["precision_macro"], 1e-12);
        Assert.Equal(0.5, metrics["recall_macro"], 1e-12);
        Assert.Equal(5.0 / 9, metrics["f1_macro"], 1e-12);
    }

    [Fact]
    public void Perfect_predictions_give_ones()
    {
        IReadOnlyDictionary<string, double> metrics = Of(2, [5, 0, 0, 7], loss: 0);
        Assert.All(metrics.Where(metric => metric.Key != "loss"), metric => Assert.Equal(1, metric.Value));
    }

    [Fact]
    public void No_examples_have_no_metrics() => Assert.Empty(ClassificationMetrics.Of(ClassificationCounts.None(3)));

    private static IReadOnlyDictionary<string, double> Of(int classes, int[] confusion, double loss) =>
        ClassificationMetrics.Of(new ClassificationCounts(classes, confusion, loss));
}
