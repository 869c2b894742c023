using Cluster.Training.Data;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Generators;

public class AddingProblemTests
{
    private const int Length = 40;
    private static readonly EncodedExample[] Examples = Load(5000, seed: 1).Training.Examples;

    [Fact]
    public void Sequences_have_one_to_one_and_a_tenth_times_the_length() =>
        Assert.Equal([40, 41, 42, 43, 44], Examples.Select(example => example.Length).Distinct().Order());

    [Fact]
    public void Two_steps_are_marked_and_the_target_is_the_sum_of_their_numbers() => Assert.All(Examples, example =>
    {
        int[] marked = [.. Enumerable.Range(0, example.Length).Where(step => Marker(example, step) == 1)];
        Assert.Equal(2, marked.Length);
        // One among the first ten; the other one among the first half but one that is left.
        Assert.Contains(marked, step => step < 10);
        Assert.All(marked, step => Assert.InRange(step, 0, Length / 2 - 2));
        float sum = marked.Where(step => step > 0).Sum(step => example.Features![2 * step]);
        Assert.Equal(sum, Assert.Single(example.Values!), 1e-6f);
    });

    [Fact]
    public void First_and_last_step_have_the_marker_minus_one_and_all_others_none() => Assert.All(Examples, example =>
    {
        Assert.Equal(-1, Marker(example, example.Length - 1));
        Assert.Contains(Marker(example, 0), new[] { -1f, 1f });
        Assert.Equal(example.Length - (Marker(example, 0) == 1 ? 3 : 4), Enumerable.Range(0, example.Length).Count(step => Marker(example, step) == 0));
    });

    [Fact]
    public void Numbers_are_spread_evenly_over_minus_one_to_one()
    {
        float[] numbers = [.. Examples.SelectMany(example => Enumerable.Range(0, example.Length).Select(step => example.Features![2 * step]))];
        Assert.InRange(numbers.Min(), -1f, -0.99f);
        Assert.InRange(numbers.Max(), 0.99f, 1f);
        // Mean 0 and variance 1/3, within five standard errors of some 210,000 numbers.
        Assert.Equal(0, numbers.Average(), 0.0063f);
        Assert.Equal(1 / 3.0, numbers.Average(number => (double)number * number), 0.0033);
    }

    [Fact]
    public void An_example_does_not_depend_on_how_many_there_are()
    {
        EncodedExample[] few = Load(3, seed: 1).Training.Examples;
        for (int i = 0; i < few.Length; i++) Assert.Equal(Examples[i].Features, few[i].Features);
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        Assert.Equal("0a300386a126c09cde937a318c7a38300bf9c2cbe997757912f5ec2b63cd9290", Load(100, seed: 1).Digest);
        Assert.NotEqual(Load(100, seed: 1).Digest, Load(100, seed: 2).Digest);
    }

    private static float Marker(EncodedExample example, int step) => example.Features![2 * step + 1];

    private static EncodedDataset Load(int examples, uint seed) =>
        Generated.Load("builtin/adding-problem", Task.Regression, new GeneratorSpec { Examples = examples, Length = Length }, seed);
}
