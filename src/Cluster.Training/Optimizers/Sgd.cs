using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>Stochastic gradient descent: <c>v = momentum * v + g; p -= lr * v</c>, as in PyTorch without dampening, with decoupled weight decay.</summary>
/// <param name="settings">Resolved settings. Without momentum there is no state.</param>
public sealed class Sgd(SgdOptimizer settings) : IOptimizer
{
    private readonly float _momentum = settings.Momentum;
    private readonly float _weightDecay = settings.WeightDecay;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = settings.Momentum == 0 ? [] : ["velocity"];

    /// <inheritdoc/>
    public float LearningRate { get; } = settings.LearningRate;

    /// <inheritdoc/>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, IReadOnlyList<Memory<float>> state, Update update)
    {
        StateVectors.Check(this, parameters.Length, gradient.Length, state);
        if (state.Count == 0) Descend(parameters, gradient, update);
        else Descend(parameters, gradient, state[0].Span, update);
    }

    private void Descend(Span<float> parameters, ReadOnlySpan<float> gradient, Update update)
    {
        float rate = update.LearningRate, scale = update.GradientScale, keep = update.Keep(_weightDecay);
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        int i = 0;
        for (; i + Vector512<float>.Count <= parameters.Length; i += Vector512<float>.Count)
        {
            Vector512<float> scaled = Vector512.LoadUnsafe(ref g, (nuint)i) * scale;
            (Vector512.LoadUnsafe(ref p, (nuint)i) * keep - scaled * rate).StoreUnsafe(ref p, (nuint)i);
        }

        // The same operations in the same order: the same bits.
        for (; i < parameters.Length; i++) parameters[i] = parameters[i] * keep - gradient[i] * scale * rate;
    }

    private void Descend(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> velocity, Update update)
    {
        float rate = update.LearningRate, scale = update.GradientScale, keep = update.Keep(_weightDecay);
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float v = ref MemoryMarshal.GetReference(velocity);
        int i = 0;
        for (; i + Vector512<float>.Count <= parameters.Length; i += Vector512<float>.Count)
        {
            Vector512<float> moved = Vector512.LoadUnsafe(ref v, (nuint)i) * _momentum + Vector512.LoadUnsafe(ref g, (nuint)i) * scale;
            moved.StoreUnsafe(ref v, (nuint)i);
            (Vector512.LoadUnsafe(ref p, (nuint)i) * keep - moved * rate).StoreUnsafe(ref p, (nuint)i);
        }

        for (; i < parameters.Length; i++)
        {
            velocity[i] = velocity[i] * _momentum + gradient[i] * scale;
            parameters[i] = parameters[i] * keep - velocity[i] * rate;
        }
    }
}
