using Cluster.Training.Data;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Generators;

public class RandomSequencesTests
{
    private const string Name = "builtin/random-sequences";

    [Fact]
    public void Numbers_have_the_sizes_that_were_asked_for()
    {
        EncodedDataset dataset = Generated.Load(
            Name, Task.Classification, new GeneratorSpec { Examples = 200, Length = 7, MinLength = 5, Features = 3, Classes = 4 });
        Assert.Equal(new DataShape(0, 3, 4, TargetKind.Class, TargetPerStep: false), dataset.Shape);
        Assert.Equal(["c0", "c1", "c2", "c3"], dataset.Labels);
        Assert.Equal(200, dataset.Training.Count);
        Assert.Equal([5, 6, 7], dataset.Training.Examples.Select(example => example.Length).Distinct().Order());
        Assert.All(dataset.Training.Examples, example => Assert.Equal(3 * example.Length, example.Features!.Length));
        Assert.Equal([0, 1, 2, 3], dataset.Training.Examples.Select(example => example.Classes!.Single()).Distinct().Order());
    }

    [Fact]
    public void Each_class_has_its_own_center()
    {
        EncodedDataset dataset = Generated.Load(Name, Task.Classification, new GeneratorSpec { Examples = 500, Length = 20, Features = 3, Classes = 4 });
        double[][] means = [.. dataset.Training.Examples.Select(example => Enumerable.Range(0, 3)
            .Select(f => Enumerable.Range(0, 20).Average(step => (double)example.Features![step * 3 + f])).ToArray())];
        double[][] centers = [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, 3)
            .Select(f => means.Index().Where(pair => dataset.Training.Examples[pair.Index].Classes![0] == c).Average(pair => pair.Item[f])).ToArray())];
        int right = means.Index().Count(pair => dataset.Training.Examples[pair.Index].Classes![0]
            == Enumerable.Range(0, 4).MinBy(c => centers[c].Zip(pair.Item, (a, b) => (a - b) * (a - b)).Sum()));
        Assert.True(right > 475, $"only {right} of 500 are nearest to the center of their class");
    }

    [Fact]
    public void Tagging_has_a_class_for_each_step_or_for_as_many_as_were_asked_for()
    {
        EncodedDataset dataset = Generated.Load(Name, Task.Tagging, new GeneratorSpec { Examples = 5, Length = 6 });
        Assert.True(dataset.Shape.TargetPerStep);
        Assert.All(dataset.Training.Examples, example => Assert.Equal(6, example.Classes!.Length));
        dataset = Generated.Load(Name, Task.Tagging, new GeneratorSpec { Examples = 5, Length = 1, TargetSteps = 3 });
        Assert.All(dataset.Training.Examples, example => Assert.Equal((1, 3), (example.Length, example.Classes!.Length)));
    }

    [Fact]
    public void Tokens_are_a_closed_vocabulary()
    {
        EncodedDataset dataset = Generated.Load(Name, Task.Classification, new GeneratorSpec { Examples = 300, Tokens = 3 });
        Assert.Equal((3, 0), (dataset.Shape.VocabularySize, dataset.Shape.Features));
        Assert.Equal(["t0", "t1", "t2"], dataset.Vocabulary.Tokens);
        Assert.All(dataset.Training.Examples, example => Assert.All(example.Tokens!, token => Assert.InRange(token, 0, 2)));
        // A third of the other half besides its own half: two of three tokens are the class's.
        int own = dataset.Training.Examples.Sum(example => example.Tokens!.Count(token => token == example.Classes![0]));
        Assert.InRange(own / 3000.0, 0.62, 0.72);
    }

    [Fact]
    public void Numbers_to_predict_are_means_over_the_sequence_so_far()
    {
        var settings = new GeneratorSpec { Examples = 4, Length = 5, Features = 2, Values = 3, PerStep = true };
        EncodedDataset dataset = Generated.Load(Name, Task.Regression, settings);
        Assert.Equal(new DataShape(0, 2, 3, TargetKind.Values, TargetPerStep: true), dataset.Shape);
        Assert.All(dataset.Training.Examples, example =>
        {
            Assert.Equal(15, example.Values!.Length);
            float[] x = example.Features!;
            // After two steps: mean of feature 0, of feature 1, and of feature 0 again.
            Assert.Equal([(x[0] + x[2]) / 2, (x[1] + x[3]) / 2, (x[0] + x[2]) / 2], example.Values[3..6], (a, b) => Math.Abs(a - b) < 1e-6);
        });
        settings.ClearPerStep();
        EncodedExample first = Generated.Load(Name, Task.Regression, settings).Training.Examples[0];
        Assert.Equal(dataset.Training.Examples[0].Values![12..], first.Values!);
    }

    [Fact]
    public void Tokens_to_count_become_shares()
    {
        EncodedExample example = Generated.Load(Name, Task.Regression, new GeneratorSpec { Length = 8, Tokens = 2, Values = 2 }).Training.Examples[0];
        int zeros = example.Tokens!.Count(token => token == 0);
        Assert.Equal([zeros / 8f, (8 - zeros) / 8f], example.Values!);
    }

    [Fact]
    public void The_seed_of_the_generator_goes_before_that_of_the_training()
    {
        string digest = Generated.Load(Name, Task.Classification, seed: 1).Digest;
        Assert.Equal("83d9874ca41a25e5605650bc0a36de1196af97f6ef9147b6bca64c5c9387a559", digest);
        Assert.NotEqual(digest, Generated.Load(Name, Task.Classification, seed: 2).Digest);
        Assert.Equal(digest, Generated.Load(Name, Task.Classification, new GeneratorSpec { Seed = 1 }, seed: 2).Digest);
    }

    [Fact]
    public void Settings_that_are_not_read_or_out_of_range_are_refused()
    {
        var wrong = new GeneratorSpec { Examples = 0, Values = 2, Tokens = 3, Features = 2, TargetSteps = 4 };
        Violation[] expected =
        [
            new("data.generator.examples", "Must be 1 to 10000000; it is 0."),
            new("data.generator.features", "Is not read here; the settings are examples, length, minLength, tokens, classes and seed."),
            new("data.generator.values", "Is not read here; the settings are examples, length, minLength, tokens, classes and seed."),
            new("data.generator.targetSteps", "Is not read here; the settings are examples, length, minLength, tokens, classes and seed."),
        ];
        Assert.Equal(expected, Generated.Check(Name, Task.Classification, wrong));
        Assert.Equal(
            [new Violation("data.generator.minLength", "Must be at most length, which is 4; it is 5.")],
            Generated.Check(Name, Task.Classification, new GeneratorSpec { Length = 4, MinLength = 5 }));
        Assert.Equal(
            ["data.generator"],
            Generated.Check(Name, Task.Classification, new GeneratorSpec { Examples = 10_000_000, Features = 100 }).Select(violation => violation.Field));
    }
}
