using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Plain recurrent layer in one direction, with tanh.</summary>
internal sealed class SimpleRnnKind : RecurrentKind
{
    public override LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.SimpleRnn;

    protected override int Gates => 1;

    public override string Describe(LayerSpec spec) => "SimpleRNN";

    public override void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        SimpleRnnLayer rnn = spec.SimpleRnn;
        rnn.KernelInitializer = InitializerTable.Kernel(rnn.KernelInitializer);
        rnn.RecurrentInitializer = InitializerTable.Recurrent(rnn.RecurrentInitializer);
        rnn.BiasInitializer = InitializerTable.Bias(rnn.BiasInitializer);
    }

    public override RecurrentSettings Settings(LayerSpec spec)
    {
        SimpleRnnLayer rnn = spec.SimpleRnn;
        return new RecurrentSettings(
            Case, rnn.Units, rnn.ReturnSequences, rnn.GoBackwards, rnn.Dropout, rnn.RecurrentDropout,
            rnn.KernelInitializer, rnn.RecurrentInitializer, rnn.BiasInitializer);
    }
}
