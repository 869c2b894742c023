using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>LSTM in one direction, gates in the order i, f, g, o.</summary>
internal sealed class LstmKind : RecurrentKind
{
    public override LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Lstm;

    protected override int Gates => 4;

    public override string Describe(LayerSpec spec) => "LSTM";

    public override void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        LstmLayer lstm = spec.Lstm;
        lstm.KernelInitializer = InitializerTable.Kernel(lstm.KernelInitializer);
        lstm.RecurrentInitializer = InitializerTable.Recurrent(lstm.RecurrentInitializer);
        lstm.BiasInitializer = InitializerTable.Bias(lstm.BiasInitializer);
        if (!lstm.HasUnitForgetBias) lstm.UnitForgetBias = true;
        if (lstm.UnitForgetBias && !lstm.HasForgetBias) lstm.ForgetBias = 1;
    }

    public override RecurrentSettings Settings(LayerSpec spec)
    {
        LstmLayer lstm = spec.Lstm;
        return new RecurrentSettings(
            Case, lstm.Units, lstm.ReturnSequences, lstm.GoBackwards, lstm.Dropout, lstm.RecurrentDropout,
            lstm.KernelInitializer, lstm.RecurrentInitializer, lstm.BiasInitializer)
        {
            ForgetBias = lstm.ForgetBias,
        };
    }

    protected override Initializer Bias(LayerSpec spec, Initializer chosen) =>
        spec.Lstm.UnitForgetBias ? Initializers.ForgetBias(chosen, spec.Lstm.ForgetBias) : chosen;
}
