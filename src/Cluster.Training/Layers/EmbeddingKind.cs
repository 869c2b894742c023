using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>
/// Token ids [B, T] to vectors [B, T, size]: rows of a trained table. With a character encoder the final states of an LSTM over the
/// letters of each token are joined to them: [B, T, size + 2 units].
/// </summary>
internal sealed class EmbeddingKind : ILayer
{
    private const int DefaultSize = 64;

    /// <summary>Half width of Keras' RandomUniform, its default for embeddings.</summary>
    private const float Limit = 0.05f;

    public LayerSpec.KindOneofCase Case => LayerSpec.KindOneofCase.Embedding;

    public bool ReadsTokens => true;

    public string Describe(LayerSpec spec) => spec.Embedding.Characters is null ? "Embedding" : "Embedding(characters)";

    public IEnumerable<Violation> Check(LayerSpec spec, LayerPlace place)
    {
        EmbeddingLayer embedding = spec.Embedding;
        IEnumerable<Violation> size = embedding.HasSize ? LayerSize.Check(embedding.Size, $"{place.Field}.size") : [];
        IEnumerable<Violation> letters = embedding.Characters is { } encoder ? LetterLayers.Check(encoder, place) : [];
        IEnumerable<Violation> vectors = embedding.Vectors is { Dataset: "" }
            ? [new Violation($"{place.Field}.vectors.dataset", "Is required: the name of a dataset that was pushed, one file of vectors.")]
            : [];
        return size.Concat(letters).Concat(vectors);
    }

    /// <summary>With pretrained vectors the size follows from their file.</summary>
    public void FillDefaults(LayerSpec spec, StackEnds ends, bool isLast)
    {
        EmbeddingLayer embedding = spec.Embedding;
        if (!embedding.HasSize && embedding.Vectors is null) embedding.Size = DefaultSize;
        if (embedding.Vectors is { HasTrainable: false } vectors) vectors.Trainable = true;
        if (embedding.Characters is { } encoder) LetterLayers.FillDefaults(encoder);
    }

    public void FillInputs(LayerSpec spec, StackEnds ends)
    {
        if (!spec.Embedding.HasSize) spec.Embedding.Size = ends.VectorSize;
    }

    public FeatureShape Output(LayerSpec spec, FeatureShape input)
    {
        int letters = spec.Embedding.Characters is { } encoder ? 2 * encoder.Units : 0;
        return input.Read(sequences: true, spec.Embedding.Size + letters);
    }

    public IEnumerable<ParameterShape> Parameters(LayerSpec spec, string name, int inputs) => Tables(spec, name, inputs, letters: 0);

    public IEnumerable<ParameterShape> Tables(LayerSpec spec, string name, int tokens, int letters)
    {
        EmbeddingLayer embedding = spec.Embedding;
        var words = new ParameterShape($"{name}.weight", [tokens, embedding.Size], Initializers.Uniform(Limit))
        {
            Trainable = embedding.Vectors is not { HasTrainable: true, Trainable: false },
        };
        return embedding.Characters is { } encoder
            ? LetterLayers.Parameters(encoder, name, letters, Initializers.Uniform(Limit)).Prepend(words)
            : [words];
    }
}
