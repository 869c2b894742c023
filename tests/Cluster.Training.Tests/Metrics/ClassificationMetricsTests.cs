using Cluster.Training.Metrics;
using Cluster.V1;

namespace Cluster.Training.Tests.Metrics;

public class ClassificationMetricsTests
{
    [Fact]
    public void Averages_are_those_of_the_scikit_learn_manual()
    {
        // y_true = [0, 1, 2, 0, 1, 2], y_pred = [0, 2, 1, 0, 0, 1]: the example of precision_score, recall_score and f1_score in the
        // scikit-learn manual: 0.22, 0.33 and 0.22; 0.33 each; 0.26, 0.33 and 0.26.
        Dictionary<string, double> metrics = Of([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], classes: 3);
        Assert.Equal(2.0 / 9, metrics["precision_macro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["precision_micro"], 1e-12);
        Assert.Equal(2.0 / 9, metrics["precision_weighted"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["recall_macro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["recall_micro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["recall_weighted"], 1e-12);
        Assert.Equal(4.0 / 15, metrics["f1_macro"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["f1_micro"], 1e-12);
        Assert.Equal(4.0 / 15, metrics["f1_weighted"], 1e-12);
        Assert.Equal(1.0 / 3, metrics["accuracy"], 1e-12);
        Assert.Equal(10, metrics.Count);
    }

    [Fact]
    public void The_report_is_that_of_the_scikit_learn_manual()
    {
        // classification_report of y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1] in the scikit-learn manual.
        ClassTally tally = Tally([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], classes: 3);
        ClassReport report = new ClassificationCounts(tally, 0).Report(["class 0", "class 1", "class 2"])!;
        Assert.Equal(
            [("class 0", 0.50, 1.00, 0.67, 1L), ("class 1", 0, 0, 0, 1), ("class 2", 1.00, 0.67, 0.80, 3)],
            report.Classes.Select(row => (row.Name, Math.Round(row.Precision, 2), Math.Round(row.Recall, 2), Math.Round(row.F1, 2), row.Support)));
        Assert.Equal([1L, 0, 0, 1, 0, 0, 0, 1, 2], report.Confusion);
        Dictionary<string, double> metrics = ClassificationMetrics.Of(tally);
        Assert.Equal((0.50, 0.56, 0.49), Rounded(metrics, "macro"));
        Assert.Equal((0.70, 0.60, 0.61), Rounded(metrics, "weighted"));
        Assert.Equal(0.6, metrics["accuracy"], 1e-12);
    }

    [Fact]
    public void A_class_that_neither_occurs_nor_is_predicted_does_not_count()
    {
        // Precision 1, 1, 0; recall 1/2, 1, 0; F1 2/3, 1, 0; class 3 is left out. Weighted by 2, 1 and 0 labels.
        Dictionary<string, double> metrics = Of([0, 0, 1], [0, 2, 1], classes: 4);
        Assert.Equal(2.0 / 3, metrics["precision_macro"], 1e-12);
        Assert.Equal(0.5, metrics["recall_macro"], 1e-12);
        Assert.Equal(5.0 / 9, metrics["f1_macro"], 1e-12);
        Assert.Equal(1, metrics["precision_weighted"], 1e-12);
        Assert.Equal(7.0 / 9, metrics["f1_weighted"], 1e-12);
    }

    [Fact]
    public void Perfect_predictions_give_ones() => Assert.All(Of([0, 1, 1, 0], [0, 1, 1, 0], classes: 2), metric => Assert.Equal(1, metric.Value));

    [Fact]
    public void No_examples_have_no_metrics()
    {
        Assert.Empty(ClassificationMetrics.Of(ClassTally.None(3)));
        Assert.Empty(ClassificationCounts.None(3).Metrics());
    }

    [Fact]
    public void Averages_are_those_of_plain_loops_over_the_predictions()
    {
        var random = new Random(4);
        for (int round = 0; round < 50; round++)
        {
            int classes = random.Next(2, 7);
            int[] labels = [.. Enumerable.Range(0, 40).Select(_ => random.Next(classes))];
            int[] predictions = [.. labels.Select(label => random.Next(3) == 0 ? random.Next(classes) : label)];
            int[] present = [.. labels.Union(predictions)];
            double[] f1 = [.. present.Select(c => F1(labels, predictions, c))];
            Dictionary<string, double> metrics = Of(labels, predictions, classes);
            Assert.Equal(f1.Average(), metrics["f1_macro"], 1e-12);
            Assert.Equal(present.Zip(f1, (c, score) => score * labels.Count(label => label == c)).Sum() / labels.Length, metrics["f1_weighted"], 1e-12);
            Assert.Equal(labels.Zip(predictions).Count(pair => pair.First == pair.Second) / 40.0, metrics["f1_micro"], 1e-12);
        }
    }

    [Fact]
    public void More_than_100_classes_are_averaged_but_not_listed()
    {
        ClassTally tally = Tally([0, 100], [0, 0], classes: 101);
        Assert.Null(tally.Confusion);
        ClassReport report = new ClassificationCounts(tally, 0).Report([])!;
        Assert.Empty(report.Classes);
        Assert.Equal("There are 101 classes; they are listed for at most 100.", report.LeftOut);
        Assert.Equal(1.0 / 3, ClassificationMetrics.Of(tally)["f1_macro"], 1e-12);
    }

    private static double F1(int[] labels, int[] predictions, int c)
    {
        double both = labels.Zip(predictions).Count(pair => pair.First == c && pair.Second == c);
        return 2 * both / (labels.Count(label => label == c) + predictions.Count(prediction => prediction == c));
    }

    private static (double, double, double) Rounded(Dictionary<string, double> metrics, string average) =>
        (Math.Round(metrics[$"precision_{average}"], 2), Math.Round(metrics[$"recall_{average}"], 2), Math.Round(metrics[$"f1_{average}"], 2));

    private static Dictionary<string, double> Of(int[] labels, int[] predictions, int classes) =>
        ClassificationMetrics.Of(Tally(labels, predictions, classes));

    private static ClassTally Tally(int[] labels, int[] predictions, int classes)
    {
        ClassTally tally = ClassTally.None(classes);
        foreach ((int label, int prediction) in labels.Zip(predictions)) tally.Count(label, prediction);
        return tally;
    }
}
