using Cluster.Training.Layers;
using Cluster.Training.Specs;
using Cluster.V1;
using static Cluster.Training.Tests.Layers.Stack;
using Activation = Cluster.V1.DenseLayer.Types.Activation;

namespace Cluster.Training.Tests.Layers;

public sealed class LayerTableTests
{
    private const string AllKinds = "Must hold exactly one of embedding, lstm, gru, simpleRnn, bidirectional, dense, timeDistributed, " +
        "dropout, layerNormalization, pooling, repeatVector.";

    public static TheoryData<ModelSpec> Valid => new(
        Of(Embedding(1), Lstm(1), Dense()),
        Of(Embedding(65536), Lstm(8), Dense(Activation.Softmax)),
        Of(new LayerSpec { Embedding = new EmbeddingLayer() }, Bidirectional(8), Dense(5)),
        Of(Embedding(4), Dropout(0), Bidirectional(8, true), Dense(7), Lstm(3), Dropout(0.5f), Dense(9), Dense()));

    public static TheoryData<ModelSpec, string, string> Invalid => new()
    {
        { Of(new LayerSpec(), Lstm(2), Dense()), "model.layers[0]", AllKinds },
        { Of(Lstm(2), Dense()), "model.layers[0]", "The first layer must be an embedding: the input is token ids." },
        { Of(Embedding(2), Embedding(2), Lstm(2), Dense()), "model.layers[1]", "Reads token ids, so it can only be the first layer." },
        { Of(Embedding(0), Lstm(2), Dense()), "model.layers[0].embedding.size", "Is 0, but must be 1 to 65536." },
        { Of(Embedding(65537), Lstm(2), Dense()), "model.layers[0].embedding.size", "Is 65537, but must be 1 to 65536." },
        { Of(Embedding(2), Lstm(0), Dense()), "model.layers[1].lstm.units", "Is 0, but must be 1 to 65536." },
        { Of(Embedding(2), Lstm(65537), Dense()), "model.layers[1].lstm.units", "Is 65537, but must be 1 to 65536." },
        { Of(Embedding(2), Bidirectional(-1), Dense()), "model.layers[1].bidirectional.lstm.units", "Is -1, but must be 1 to 65536." },
        {
            Of(Embedding(2), new LayerSpec { Bidirectional = new BidirectionalLayer() }, Lstm(2), Dense()),
            "model.layers[1].bidirectional", "Must hold one recurrent layer: lstm, gru, simpleRnn."
        },
        {
            Of(Embedding(2), Lstm(2), Dropout(0.1f), Lstm(2), Dense()),
            "model.layers[3]", "Needs a sequence: set returnSequences: true on the recurrent layer before."
        },
        {
            Of(Embedding(2), Bidirectional(2), Bidirectional(2), Dense()),
            "model.layers[2]", "Needs a sequence: set returnSequences: true on the recurrent layer before."
        },
        {
            Of(Embedding(2), Lstm(2)),
            "model.layers[1]", "The last layer must be dense or timeDistributed: it scores the classes, and no lstm can follow it."
        },
        {
            Of(Embedding(2), Lstm(2, true), Dense()),
            "model.layers[2]", "Gives a vector for each step, but each sequence has one target: leave out returnSequences in the last recurrent layer, or add a pooling layer."
        },
        { Of(Embedding(2), Lstm(2), Dense(), Dense()), "model.layers[2].dense.units", "Is required in every dense layer but the last." },
        { Of(Embedding(2), Lstm(2), Dense(0)), "model.layers[2].dense.units", "Is 0, but must be 1 to 65536." },
        {
            Of(Embedding(2), Lstm(2), new LayerSpec { Dense = new DenseLayer { Units = 2, Activation = Activation.Softmax } }, Dense()),
            "model.layers[2].dense.activation", "SOFTMAX makes this the head, and no layer can follow: move it to the end."
        },
        {
            Of(Embedding(2), Lstm(2), Dense(Activation.Linear)),
            "model.layers[2].dense.activation", "Must be SOFTMAX or unset in the last layer: it scores the classes."
        },
        {
            Of(Embedding(2), Lstm(2), Dense((Activation)99)),
            "model.layers[2].dense.activation", "Is no known activation: use LINEAR, RELU, TANH, SIGMOID or SOFTMAX."
        },
        { Of(Embedding(2), Dropout(1), Lstm(2), Dense()), "model.layers[1].dropout.rate", "Must be at least 0 and under 1." },
        { Of(Embedding(2), Dropout(-0.1f), Lstm(2), Dense()), "model.layers[1].dropout.rate", "Must be at least 0 and under 1." },
        { Of(Embedding(2), Dropout(float.NaN), Lstm(2), Dense()), "model.layers[1].dropout.rate", "Must be at least 0 and under 1." },
        {
            Of(Embedding(16), Lstm(65536), Dense()),
            "model.layers", "Needs 17184325648 numbers even for one token, but at most 536870896 are possible."
        },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_stack_has_no_violation(ModelSpec model) => Assert.Empty(LayerTable.Validate(model, StackEnds.ClassifiedTokens));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void One_fault_gives_one_violation_with_its_path(ModelSpec model, string field, string description) =>
        Assert.Equal([new Violation(field, description)], LayerTable.Validate(model, StackEnds.ClassifiedTokens));

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        ModelSpec model = Of(Lstm(0), Embedding(0), Dropout(2));

        Assert.Equal(
            [
                "model.layers[0]", "model.layers[0].lstm.units", "model.layers[1]", "model.layers[1].embedding.size",
                "model.layers[2]", "model.layers[2].dropout.rate",
            ],
            LayerTable.Validate(model, StackEnds.ClassifiedTokens).Select(violation => violation.Field));
    }

    [Fact]
    public void Resolving_fills_in_defaults_in_a_copy()
    {
        ModelSpec model = Of(new LayerSpec { Embedding = new EmbeddingLayer() }, Lstm(2), Dense(3), Dense());

        ModelSpec resolved = LayerTable.Resolve(model, StackEnds.ClassifiedTokens);

        Assert.Equal(64, resolved.Layers[0].Embedding.Size);
        Assert.Equal(Activation.Linear, resolved.Layers[2].Dense.Activation);
        Assert.Equal(Activation.Softmax, resolved.Layers[3].Dense.Activation);
        Assert.False(resolved.Layers[3].Dense.HasUnits);
        Assert.False(model.Layers[0].Embedding.HasSize);
        Assert.Equal(resolved, LayerTable.Resolve(resolved, StackEnds.ClassifiedTokens));
    }
}
