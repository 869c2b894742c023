using Cluster.Training.Randomness;

namespace Cluster.Training.Inference;

/// <summary>Chooses tokens one after another: the most probable one, or one at random in proportion to exp(logit / temperature).</summary>
/// <param name="temperature">0 for the most probable one; the higher, the more even.</param>
/// <param name="random">Where chance comes from.</param>
/// <param name="never">Tokens that are never chosen.</param>
public sealed class TokenChoice(float temperature, CounterRandom random, IReadOnlyCollection<int> never)
{
    private CounterRandom _random = random;

    /// <summary>Chooses one token.</summary>
    /// <param name="logits">For each token its logit.</param>
    public int Choose(ReadOnlySpan<float> logits)
    {
        int best = -1;
        for (int token = 0; token < logits.Length; token++)
            if (!never.Contains(token) && (best < 0 || logits[token] > logits[best])) best = token;
        return temperature == 0 ? best : Draw(logits, logits[best]);
    }

    private int Draw(ReadOnlySpan<float> logits, float largest)
    {
        double[] weights = new double[logits.Length];
        double total = 0;
        for (int token = 0; token < weights.Length; token++)
            total += weights[token] = never.Contains(token) ? 0 : Math.Exp(((double)logits[token] - largest) / temperature);

        // Where rounding leaves a rest, the last possible token has it.
        double left = _random.NextDouble() * total;
        int chosen = 0;
        for (int token = 0; token < weights.Length && left >= 0; token++)
        {
            if (weights[token] == 0) continue;
            chosen = token;
            left -= weights[token];
        }

        return chosen;
    }
}
