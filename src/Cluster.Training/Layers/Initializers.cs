using Cluster.Training.Randomness;

namespace Cluster.Training.Layers;

/// <summary>First values as Keras 3 gives them by default, for parameters in PyTorch's orientation, [outputs, inputs].</summary>
internal static class Initializers
{
    /// <summary>All zero.</summary>
    public static void Zeros(Span<float> values, IReadOnlyList<int> shape, ulong key) => values.Clear();

    /// <summary>Uniform in [-limit, limit].</summary>
    public static Initializer Uniform(double limit) => (values, _, key) => FillUniform(values, limit, key);

    /// <summary>Uniform with variance 2 / (inputs + outputs), so the limit is sqrt(6 / (inputs + outputs)).</summary>
    /// <remarks>Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html, equation 16.</remarks>
    public static void GlorotUniform(Span<float> values, IReadOnlyList<int> shape, ulong key) =>
        FillUniform(values, Math.Sqrt(6.0 / ((double)shape[0] + shape[1])), key);

    /// <summary>All the same.</summary>
    public static Initializer Constant(float value) => (values, _, _) => values.Fill(value);

    /// <summary>Bias of an LSTM, gates i, f, g, o: a value for the forget gate, the rest from another initializer.</summary>
    /// <remarks>
    /// Jozefowicz et al. 2015, https://proceedings.mlr.press/v37/jozefowicz15.html, section 2.2, for 1; Tallec and Ollivier 2018,
    /// https://arxiv.org/abs/1804.11188, for more where memories are long.
    /// </remarks>
    public static Initializer ForgetBias(Initializer rest, float value) => (values, shape, key) =>
    {
        int units = values.Length / 4;
        rest(values, shape, key);
        values.Slice(units, units).Fill(value);
    };

    private static void FillUniform(Span<float> values, double limit, ulong key)
    {
        var random = new CounterRandom(key);
        foreach (ref float value in values) value = (float)(limit * (2 * random.NextDouble() - 1));
    }
}
