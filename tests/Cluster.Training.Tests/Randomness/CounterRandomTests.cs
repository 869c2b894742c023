using Cluster.Training.Randomness;

namespace Cluster.Training.Tests.Randomness;

public class CounterRandomTests
{
    [Fact]
    public void Bits_are_those_of_SplitMix64()
    {
        // https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64, seed 1234567.
        var random = new CounterRandom(1234567);
        Assert.Equal(6457827717110365317UL, random.NextBits());
        Assert.Equal(3203168211198807973UL, random.NextBits());
        Assert.Equal(9817491932198370423UL, random.NextBits());
    }

    [Fact]
    public void Integers_fall_evenly_into_their_range()
    {
        var random = new CounterRandom(7);
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) counts[random.NextInt(10)]++;
        // 1000 expected, standard deviation 30: five of them either way.
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_and_variance_one()
    {
        var random = new CounterRandom(7);
        double[] numbers = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextNormal())];
        // Standard errors are 0.01 and 0.014: five of them either way.
        Assert.InRange(numbers.Average(), -0.05, 0.05);
        Assert.InRange(numbers.Average(number => number * number), 0.93, 1.07);
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_depends_on_the_key()
    {
        int[] first = [.. Enumerable.Range(0, 100)];
        int[] second = [.. first];
        new CounterRandom(1).Shuffle(first);
        new CounterRandom(2).Shuffle(second);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
    }
}
