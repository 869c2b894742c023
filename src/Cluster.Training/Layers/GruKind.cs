using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>GRU in one direction, gates in the order r, z, n; Keras' reset_after, so both products have a bias.</summary>
internal sealed class GruKind : RecurrentKind
{
    public override LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Gru;

    protected override int Gates => 3;

    protected override bool HasRecurrentBias => true;

    public override string Describe(LayerSpec spec) => "GRU";

    public override void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        GruLayer gru = spec.Gru;
        gru.KernelInitializer = InitializerTable.Kernel(gru.KernelInitializer);
        gru.RecurrentInitializer = InitializerTable.Recurrent(gru.RecurrentInitializer);
        gru.BiasInitializer = InitializerTable.Bias(gru.BiasInitializer);
    }

    public override RecurrentSettings Settings(LayerSpec spec)
    {
        GruLayer gru = spec.Gru;
        return new RecurrentSettings(
            Case, gru.Units, gru.ReturnSequences, gru.GoBackwards, gru.Dropout, gru.RecurrentDropout,
            gru.KernelInitializer, gru.RecurrentInitializer, gru.BiasInitializer);
    }
}
