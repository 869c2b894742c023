using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.Training.Metrics;
using Cluster.V1;

namespace Cluster.Training.Tests.Metrics;

public class EvaluationTests
{
    private static readonly LossSettings Squared = new(new LossSpec { MeanSquaredError = new() }, ClassWeights: null);

    [Fact]
    public void What_is_counted_follows_from_the_targets()
    {
        Assert.IsType<ClassificationCounts>(Count(TargetKind.Class, perStep: false, LossSettings.CrossEntropy, new(0, [1], [0], null)));
        Assert.IsType<TokenCounts>(Count(TargetKind.Class, perStep: true, LossSettings.CrossEntropy, new(1, [1], [0], null)));
        Assert.IsType<ValueCounts>(Count(TargetKind.Values, perStep: false, Squared, new(0, [1], null, [0, 0])));
        Assert.IsType<ValueCounts>(Count(TargetKind.Values, perStep: true, Squared, new(1, [1], null, [0, 0])));
    }

    [Fact]
    public void One_output_before_a_sigmoid_tells_two_classes_apart()
    {
        var binary = new LossSettings(new LossSpec { BinaryCrossEntropy = new() }, ClassWeights: null);
        var counts = (ClassificationCounts)Evaluate(TargetKind.Class, false, binary, new(0, [1, 1], [0, 1], null), [2, 0.5f]);
        // Both are called class 1, so [label 0: 0, 1; label 1: 0, 1]; -log(1 - sigmoid(2)) and -log(sigmoid(0.5)).
        Assert.Equal([0, 1, 0, 1], counts.Tally.Confusion!);
        Assert.Equal(2.1269280110429727 + 0.4740769841801067, counts.Loss, 1e-9);
    }

    [Fact]
    public void Baselines_and_allowed_classes_are_those_of_the_batch()
    {
        var split = new EncodedSplit(new DataShape(0, 1, 2, TargetKind.Class, TargetPerStep: true), [])
        {
            AllowedClasses = [[0b01], [0b10], [0b11]],
        };
        var evaluation = new Evaluation(new EncodedDataset("", Vocabulary.None, ["a", "b"], split, split, split), LossSettings.CrossEntropy, JobSpec.Types.Task.Tagging);
        var targets = new BatchTargets(1, [1, 1], [0, 0], null);
        // Both say class 1, which example 2 and example 1 allow, but example 0 does not.
        Assert.Equal(2, ((TokenCounts)evaluation.Count(split, [2, 1], targets, [0, 1, 0, 1])).Legal);
        Assert.Equal(1, ((TokenCounts)evaluation.Count(split, [0, 1], targets, [0, 1, 0, 1])).Legal);
    }

    private static EvaluationCounts Count(TargetKind target, bool perStep, LossSettings loss, BatchTargets targets) =>
        Evaluate(target, perStep, loss, targets, [0, 0]);

    private static EvaluationCounts Evaluate(TargetKind target, bool perStep, LossSettings loss, BatchTargets targets, float[] outputs)
    {
        var split = new EncodedSplit(new DataShape(0, 1, 2, target, perStep), []);
        return new Evaluation(new EncodedDataset("", Vocabulary.None, [], split, split, split), loss, JobSpec.Types.Task.Unspecified).Count(split, [0, 1], targets, outputs);
    }
}
