using Cluster.Training.Inference;
using Cluster.Training.Randomness;

namespace Cluster.Training.Tests.Inference;

public class TokenChoiceTests
{
    private static readonly float[] Logits = [9, 0, MathF.Log(2), 0, MathF.Log(4)];

    [Fact]
    public void Temperature_0_takes_the_most_probable_possible_token() =>
        Assert.All(Draw(temperature: 0, 100), token => Assert.Equal(4, token));

    [Fact]
    public void Temperature_1_draws_in_proportion_to_the_probabilities()
    {
        // Without token 0 the probabilities are 1/8, 2/8, 1/8 and 4/8; four standard deviations of 10,000 draws are at most 200.
        Dictionary<int, int> counts = Draw(temperature: 1, 10_000).CountBy(token => token).ToDictionary();
        Assert.DoesNotContain(0, counts.Keys);
        Assert.Equal([1250.0, 2500, 1250, 5000], Enumerable.Range(1, 4).Select(token => (double)counts[token]), (a, b) => Math.Abs(a - b) < 200);
    }

    [Fact]
    public void A_lower_temperature_sharpens_and_a_higher_one_evens_out()
    {
        // Weights 1, 4, 1 and 16 at 0.5; 1, 1, 1 and 1 in the limit.
        Assert.Equal(16 / 22.0, Draw(temperature: 0.5f, 10_000).Count(token => token == 4) / 10_000.0, 0.02);
        Assert.Equal(1 / 4.0, Draw(temperature: 1e6f, 10_000).Count(token => token == 4) / 10_000.0, 0.02);
        Assert.All(Draw(temperature: 1e-30f, 100), token => Assert.Equal(4, token));
    }

    [Fact]
    public void The_same_seed_draws_the_same() => Assert.Equal(Draw(1, 50), Draw(1, 50));

    private static int[] Draw(float temperature, int count)
    {
        var choice = new TokenChoice(temperature, new CounterRandom(RandomKey.Of(RandomKey.Generation, 5)), [0]);
        return [.. Enumerable.Range(0, count).Select(_ => choice.Choose(Logits))];
    }
}
