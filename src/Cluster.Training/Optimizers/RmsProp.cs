using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>
/// RMSprop as in Keras, epsilon inside the root: <c>v = rho * v + (1 - rho) * g * g; p -= lr * g / sqrt(v + epsilon)</c>,
/// with decoupled weight decay.
/// </summary>
/// <param name="settings">Resolved settings.</param>
public sealed class RmsProp(RmsPropOptimizer settings) : IOptimizer
{
    private readonly float _rho = settings.Rho;
    private readonly float _epsilon = settings.Epsilon;
    private readonly float _weightDecay = settings.WeightDecay;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = ["mean_square"];

    /// <inheritdoc/>
    public float LearningRate { get; } = settings.LearningRate;

    /// <inheritdoc/>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, IReadOnlyList<Memory<float>> state, Update update)
    {
        StateVectors.Check(this, parameters.Length, gradient.Length, state);
        Span<float> meanSquare = state[0].Span;
        float rate = update.LearningRate, scale = update.GradientScale, rest = 1 - _rho, keep = update.Keep(_weightDecay);
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float v = ref MemoryMarshal.GetReference(meanSquare);
        int i = 0;
        for (; i + Vector512<float>.Count <= parameters.Length; i += Vector512<float>.Count)
        {
            Vector512<float> scaled = Vector512.LoadUnsafe(ref g, (nuint)i) * scale;
            Vector512<float> mean = Vector512.LoadUnsafe(ref v, (nuint)i) * _rho + scaled * scaled * rest;
            mean.StoreUnsafe(ref v, (nuint)i);
            Vector512<float> root = Vector512.Sqrt(mean + Vector512.Create(_epsilon));
            (Vector512.LoadUnsafe(ref p, (nuint)i) * keep - scaled * rate / root).StoreUnsafe(ref p, (nuint)i);
        }

        // The same operations in the same order: the same bits.
        for (; i < parameters.Length; i++)
        {
            float scaled = gradient[i] * scale;
            meanSquare[i] = meanSquare[i] * _rho + scaled * scaled * rest;
            parameters[i] = parameters[i] * keep - scaled * rate / MathF.Sqrt(meanSquare[i] + _epsilon);
        }
    }
}
