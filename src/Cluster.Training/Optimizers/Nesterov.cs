using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with Nesterov's momentum, as in PyTorch: <c>v = momentum * v + g; p -= lr * (g + momentum * v)</c>. The outer
/// optimizer of rounds of local steps (Douillard and others 2023, https://arxiv.org/abs/2311.08105), where g is the mean of start - end.
/// </summary>
/// <param name="settings">Resolved settings. Without momentum there is no state.</param>
public sealed class Nesterov(OuterSpec settings) : IOptimizer
{
    private readonly float _momentum = settings.Momentum;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = settings.Momentum == 0 ? [] : ["velocity"];

    /// <inheritdoc/>
    public float LearningRate { get; } = settings.LearningRate;

    /// <inheritdoc/>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, IReadOnlyList<Memory<float>> state, Update update)
    {
        StateVectors.Check(this, parameters.Length, gradient.Length, state);
        float rate = update.LearningRate, scale = update.GradientScale;
        if (state.Count == 0)
        {
            for (int i = 0; i < parameters.Length; i++) parameters[i] -= gradient[i] * scale * rate;
            return;
        }

        Span<float> velocity = state[0].Span;
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float v = ref MemoryMarshal.GetReference(velocity);
        int at = 0;
        for (; at + Vector512<float>.Count <= parameters.Length; at += Vector512<float>.Count)
        {
            Vector512<float> scaled = Vector512.LoadUnsafe(ref g, (nuint)at) * scale;
            Vector512<float> moved = Vector512.LoadUnsafe(ref v, (nuint)at) * _momentum + scaled;
            moved.StoreUnsafe(ref v, (nuint)at);
            (Vector512.LoadUnsafe(ref p, (nuint)at) - (scaled + moved * _momentum) * rate).StoreUnsafe(ref p, (nuint)at);
        }

        // The same operations in the same order: the same bits.
        for (; at < parameters.Length; at++)
        {
            float scaled = gradient[at] * scale;
            velocity[at] = velocity[at] * _momentum + scaled;
            parameters[at] -= (scaled + velocity[at] * _momentum) * rate;
        }
    }
}
