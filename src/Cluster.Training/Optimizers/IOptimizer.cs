namespace Cluster.Training.Optimizers;

/// <summary>An update rule over flat vectors: plain float32 in a fixed order, so bit-equal on every machine.</summary>
public interface IOptimizer
{
    /// <summary>Names of the state vectors, such as <c>mean_square</c>; each is as long as the parameters and starts at zero.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>The step size of the spec.</summary>
    float LearningRate { get; }

    /// <summary>Updates parameters and state in place.</summary>
    /// <param name="parameters">The parameters, <c>[n]</c>.</param>
    /// <param name="gradient">The mean gradient, <c>[n]</c>.</param>
    /// <param name="state">One vector a name, each <c>[n]</c>.</param>
    /// <param name="update">Step size, scale and number of the update.</param>
    void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, IReadOnlyList<Memory<float>> state, Update update);
}
