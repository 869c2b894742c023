namespace Cluster.Training.Metrics;

/// <summary>What the outputs before the softmax say about one target.</summary>
internal static class Logits
{
    /// <summary>The class with the largest output; the lowest one where outputs are equal.</summary>
    public static int ArgMax(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
            if (outputs[i] > outputs[best]) best = i;
        return best;
    }

    /// <summary>log(sum(exp(x))) - x[label], with the largest output taken out of the sum so that nothing overflows.</summary>
    public static double CrossEntropy(ReadOnlySpan<float> outputs, int label)
    {
        double largest = outputs[ArgMax(outputs)];
        double sum = 0;
        foreach (float output in outputs) sum += Math.Exp(output - largest);
        return Math.Log(sum) + largest - outputs[label];
    }

    /// <summary>Turns outputs before a sigmoid, one for each target, into two: 0 for the first class and x for the second has the same odds.</summary>
    public static float[] OfTwoClasses(ReadOnlySpan<float> outputs)
    {
        float[] both = new float[2 * outputs.Length];
        for (int i = 0; i < outputs.Length; i++) both[2 * i + 1] = outputs[i];
        return both;
    }
}
