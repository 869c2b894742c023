using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Tests.Losses;

public class LossSettingsTests
{
    [Fact]
    public void Weights_by_name_become_weights_by_class_and_others_are_1()
    {
        Assert.Equal([1f, 0.5f, 1f], LossSettings.Of(Weighted(("b", 0.5f)), ["a", "b", "c"]).ClassWeights!);
        Assert.Null(LossSettings.Of(Weighted(), ["a", "b"]).ClassWeights);
        Assert.Null(LossSettings.Of(new LossSpec { Huber = new() { Delta = 1 } }, []).ClassWeights);
    }

    [Fact]
    public void A_class_that_the_data_does_not_have_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => LossSettings.Of(Weighted(("b", 2), ("x", 1)), ["a", "b"]));
        Assert.Equal("training.loss.categoricalCrossEntropy.classWeights: The data has no class 'x'.", error.Message);
    }

    [Fact]
    public void Weights_that_are_all_0_are_refused() =>
        Assert.Throws<InvalidDataException>(() => LossSettings.Of(Weighted(("a", 0), ("b", 0)), ["a", "b"]));

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        // compute_class_weight("balanced") of the labels 0, 0, 0, 0, 0, 2, 2, 2: 8 / (2 * 5) and 8 / (2 * 3); class 1 does not occur.
        var shape = new DataShape(0, Features: 1, Outputs: 3, TargetKind.Class, TargetPerStep: true);
        int[][] labels = [[0, 0, 2], [0, 0, 0, 2], [2]];
        var training = new EncodedSplit(shape, Array.ConvertAll(labels, own => new EncodedExample(own.Length, null, new float[own.Length], own, null)));
        var dataset = new EncodedDataset("", Vocabulary.None, ["a", "b", "c"], training, training, training);
        var spec = new LossSpec { CategoricalCrossEntropy = new() { Balanced = true } };
        Assert.Equal([0.8f, 1, 4 / 3f], LossSettings.Of(spec, dataset).ClassWeights!);
        Assert.Null(LossSettings.Of(new LossSpec { CategoricalCrossEntropy = new() }, dataset).ClassWeights);
        Assert.Null(LossSettings.Of(spec, ["a", "b", "c"]).ClassWeights);
    }

    private static LossSpec Weighted(params (string Name, float Weight)[] weights)
    {
        var loss = new CategoricalCrossEntropyLoss();
        foreach ((string name, float weight) in weights) loss.ClassWeights[name] = weight;
        return new LossSpec { CategoricalCrossEntropy = loss };
    }
}
