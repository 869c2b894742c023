using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), bias-corrected, epsilon outside the root, with decoupled weight decay.</summary>
/// <param name="settings">Resolved settings.</param>
public sealed class Adam(AdamOptimizer settings) : IOptimizer
{
    private readonly AdamRule _rule = new(settings.Beta1, settings.Beta2, settings.Epsilon);
    private readonly float _weightDecay = settings.WeightDecay;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => AdamRule.StateNames;

    /// <inheritdoc/>
    public float LearningRate { get; } = settings.LearningRate;

    /// <inheritdoc/>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, IReadOnlyList<Memory<float>> state, Update update)
    {
        StateVectors.Check(this, parameters.Length, gradient.Length, state);
        _rule.Apply(parameters, gradient, state[0].Span, state[1].Span, update, update.Keep(_weightDecay));
    }
}
