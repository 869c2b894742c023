namespace Cluster.Training.Optimizers;

/// <summary>Checks what optimizers are given; the vector code that follows reads and writes without bounds.</summary>
internal static class StateVectors
{
    /// <summary>Throws unless gradient and every state vector are as long as the parameters.</summary>
    public static void Check(IOptimizer optimizer, int parameters, int gradient, IReadOnlyList<Memory<float>> state)
    {
        if (gradient != parameters)
            throw new ArgumentException($"The gradient has {gradient} values, the parameters {parameters}.", nameof(gradient));
        if (state.Count != optimizer.StateNames.Count)
            throw new ArgumentException($"{state.Count} state vectors, expected {optimizer.StateNames.Count}.", nameof(state));
        for (int i = 0; i < state.Count; i++)
        {
            if (state[i].Length != parameters)
                throw new ArgumentException(
                    $"{optimizer.StateNames[i]} has {state[i].Length} values, the parameters {parameters}.", nameof(state));
        }
    }
}
