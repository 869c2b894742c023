using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>What all recurrent layers have in common.</summary>
/// <param name="Cell">The kind of the recurrent layer itself, also inside a bidirectional one.</param>
/// <param name="Units">H, size of the state.</param>
/// <param name="ReturnSequences">Whether the state after every step comes out instead of the last one.</param>
/// <param name="GoBackwards">Whether each sequence is read from its last valid step to its first.</param>
/// <param name="Dropout">Probability to drop a value of the input, 0 to 1; the same values at every step.</param>
/// <param name="RecurrentDropout">Probability to drop a value of the state that the gates see, 0 to 1; the same values at every step.</param>
/// <param name="Kernel">First values of the input weights; null means the default.</param>
/// <param name="Recurrent">First values of the recurrent weights; null means the default.</param>
/// <param name="Bias">First values of the bias; null means the default.</param>
public sealed record RecurrentSettings(
    LayerSpec.KindOneofCase Cell,
    int Units,
    bool ReturnSequences,
    bool GoBackwards,
    float Dropout,
    float RecurrentDropout,
    InitializerSpec? Kernel,
    InitializerSpec? Recurrent,
    InitializerSpec? Bias)
{
    /// <summary>What the bias of the forget gate begins with; only an LSTM has one.</summary>
    public float ForgetBias { get; init; }

    /// <summary>The settings of a recurrent layer, or of the one inside a bidirectional layer.</summary>
    /// <param name="spec">The layer.</param>
    /// <exception cref="ArgumentException">It is no recurrent layer.</exception>
    public static RecurrentSettings Of(LayerSpec spec) =>
        LayerTable.Of(spec).Recurrence(spec) ?? throw new ArgumentException($"{spec.KindCase} is no recurrent layer.");

    /// <summary>Everything that is wrong with the settings alone.</summary>
    internal IEnumerable<Violation> Check(string field) =>
    [
        .. LayerSize.Check(Units, $"{field}.units"),
        .. LayerRate.Check(Dropout, $"{field}.dropout"),
        .. LayerRate.Check(RecurrentDropout, $"{field}.recurrentDropout"),
        .. InitializerTable.CheckWeights(Kernel, $"{field}.kernelInitializer"),
        .. InitializerTable.CheckWeights(Recurrent, $"{field}.recurrentInitializer"),
        .. InitializerTable.CheckBias(Bias, $"{field}.biasInitializer"),
        .. CheckForgetBias($"{field}.forgetBias"),
    ];

    private IEnumerable<Violation> CheckForgetBias(string field)
    {
        if (!float.IsFinite(ForgetBias)) yield return new Violation(field, "Must be a finite number.");
    }
}
