using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>Token ids [B, T] to vectors [B, T, size]: rows of a trained table.</summary>
internal sealed class EmbeddingKind : ILayer
{
    private const int DefaultSize = 64;

    /// <summary>Half width of Keras' RandomUniform, its default for embeddings.</summary>
    private const float Limit = 0.05f;

    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Embedding;

    public bool ReadsTokens => true;

    public string Describe(LayerSpec spec) => "Embedding";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place) =>
        spec.Embedding.HasSize ? LayerSize.Check(spec.Embedding.Size, $"{place.Field}.size") : [];

    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        if (!spec.Embedding.HasSize) spec.Embedding.Size = DefaultSize;
    }

    public FeatureShape Output(LayerSpec spec, FeatureShape input) => input.Read(sequences: true, spec.Embedding.Size);

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) =>
        [new ParameterShape($"{name}.weight", [inputs, spec.Embedding.Size], Initializers.Uniform(Limit))];
}
