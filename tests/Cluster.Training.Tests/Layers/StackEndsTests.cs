using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Specs;
using Cluster.V1;
using Activation = Cluster.V1.DenseLayer.Types.Activation;

namespace Cluster.Training.Tests.Layers;

/// <summary>What a stack may begin and end with.</summary>
public sealed class StackEndsTests
{
    private const string Rnn = """{"simpleRnn": {"units": 4}}""";
    private const string Sequences = """{"simpleRnn": {"units": 4, "returnSequences": true}}""";
    private const string Head = """{"dense": {"activation": "SOFTMAX"}}""";
    private const string StepHead = """{"timeDistributed": {"dense": {"activation": "SOFTMAX"}}}""";

    private const string NeedsSequence = "Needs a sequence: set returnSequences: true on the recurrent layer before.";

    private static readonly StackEnds Classes = new(Tokens: false, TargetKind.Class, TargetPerStep: false, Binary: false);
    private static readonly StackEnds Values = new(Tokens: false, TargetKind.Values, TargetPerStep: false, Binary: false);

    public static TheoryData<StackEnds, string> Valid => new()
    {
        { Classes, $"{Rnn}, {Head}" },
        { Classes with { TargetPerStep = true }, $"{Sequences}, {StepHead}" },
        { Classes with { TargetPerStep = true }, $"{Sequences}, {Head}" },
        { Classes with { Binary = true }, $$"""{{Rnn}}, {"dense": {"activation": "SIGMOID"} }""" },
        { Classes with { Binary = true }, $$"""{{Rnn}}, {"dense": {} }""" },
        { Classes with { Tokens = true }, $$"""{"embedding": {} }, {{Sequences}}, {"pooling": {"kind": "MAX"} }, {{Head}}""" },
        { Values, Rnn },
        { Values, $$"""{{Rnn}}, {"layerNormalization": {"epsilon": 1e-5} }""" },
        { Values, $$"""{{Rnn}}, {"dense": {"activation": "SIGMOID"} }""" },
        { Values with { TargetPerStep = true }, $$"""{{Rnn}}, {"repeatVector": {"steps": 3} }, {{Sequences}}""" },
        { Values with { Target = null }, Sequences },
    };

    public static TheoryData<StackEnds, string, string, string> Invalid => new()
    {
        {
            Classes, $"{Rnn}, {Head}, {Rnn.Replace("4", "2")}", "model.layers[1].dense.units",
            "Is required in every dense layer but the last."
        },
        {
            Classes with { TargetPerStep = true }, $"{Rnn}, {StepHead}", "model.layers[1]", NeedsSequence
        },
        {
            Values, $$"""{"embedding": {} }, {{Rnn}}""", "model.layers[0]",
            "Reads token ids, but the input is numbers: leave it out, they go straight into the next layer."
        },
        { Values with { Tokens = true }, Rnn, "model.layers[0]", "The first layer must be an embedding: the input is token ids." },
        { Values, $$"""{{Rnn}}, {"dense": {"activation": 77} }""", "model.layers[1].dense.activation", "Is no known activation: use LINEAR, RELU, TANH, SIGMOID or SOFTMAX." },
        { Values, """{"simpleRnn": {"units": 4, "dropout": -0.1}}""", "model.layers[0].simpleRnn.dropout", "Must be at least 0 and under 1." },
        { Values, """{"gru": {"units": 4, "recurrentDropout": 1}}""", "model.layers[0].gru.recurrentDropout", "Must be at least 0 and under 1." },
        { Values, """{"bidirectional": {"gru": {"units": 0}}}""", "model.layers[0].bidirectional.gru.units", "Is 0, but must be 1 to 65536." },
        { Values, """{"bidirectional": {"gru": {"units": 4}, "merge": 9}}""", "model.layers[0].bidirectional.merge", "Is no known way to merge: use CONCAT, SUM, MUL or AVE." },
        {
            Values, """{"bidirectional": {"simpleRnn": {"units": 4, "goBackwards": true}}}""", "model.layers[0].bidirectional.simpleRnn.goBackwards",
            "Must be left out: a bidirectional layer reads both ways."
        },
        { Values, $$"""{{Sequences}}, {"pooling": {} }""", "model.layers[1].pooling.kind", "Is required: MAX, MEAN or LAST." },
        { Values, $$"""{{Rnn}}, {"pooling": {"kind": "MAX"} }""", "model.layers[1]", NeedsSequence },
        {
            Values with { TargetPerStep = true }, $$"""{{Sequences}}, {"repeatVector": {"steps": 3} }""", "model.layers[1]",
            "Needs one vector a sequence: leave out returnSequences on the recurrent layer before, or put a pooling layer before."
        },
        { Values with { TargetPerStep = true }, $$"""{{Rnn}}, {"repeatVector": {} }""", "model.layers[1].repeatVector.steps", "Is 0, but must be 1 to 65536." },
        { Values, $$"""{{Rnn}}, {"layerNormalization": {"epsilon": 0} }""", "model.layers[1].layerNormalization.epsilon", "Must be a finite number over 0." },
        { Values with { TargetPerStep = true }, $$"""{{Sequences}}, {"timeDistributed": {} }""", "model.layers[1].timeDistributed", "Must hold the layer that acts on every step: dense." },
        {
            Values with { TargetPerStep = true }, Rnn, "model.layers[0]",
            "Gives one vector a sequence, but every step has a target: set returnSequences: true on the recurrent layers."
        },
        {
            Values, Sequences, "model.layers[0]",
            "Gives a vector for each step, but each sequence has one target: leave out returnSequences in the last recurrent layer, or add a pooling layer."
        },
        {
            Classes with { Binary = true }, $"{Rnn}, {Head}", "model.layers[1].dense.activation",
            "Must be SIGMOID or unset in the last layer: it belongs to binaryCrossEntropy."
        },
        {
            Classes, $$"""{{Rnn}}, {"dense": {"activation": "SIGMOID"} }""", "model.layers[1].dense.activation",
            "Must be SOFTMAX or unset in the last layer: it scores the classes."
        },
        { Values, """{"lstm": {"units": 4, "biasInitializer": {"kind": "ORTHOGONAL"}}}""", "model.layers[0].lstm.biasInitializer.kind", "Must be ZEROS, ONES or CONSTANT for a bias." },
        { Values, """{"lstm": {"units": 4, "kernelInitializer": {"kind": "CONSTANT"}}}""", "model.layers[0].lstm.kernelInitializer.value", "Is required for CONSTANT and must be finite." },
        { Values, """{"lstm": {"units": 4, "kernelInitializer": {"kind": "ONES", "value": 2}}}""", "model.layers[0].lstm.kernelInitializer.value", "Is only for CONSTANT." },
        {
            Values, """{"lstm": {"units": 4, "recurrentInitializer": {"kind": 12}}}""", "model.layers[0].lstm.recurrentInitializer.kind",
            "Is no known initializer: use GLOROT_UNIFORM, ORTHOGONAL, ZEROS, ONES or CONSTANT."
        },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_stack_that_fits_its_ends_has_no_violation(StackEnds ends, string layers) =>
        Assert.Empty(LayerTable.Validate(Parse(layers), ends));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_fault_is_reported_with_its_path_and_what_would_be_right(StackEnds ends, string layers, string field, string description) =>
        Assert.Contains(new Violation(field, description), LayerTable.Validate(Parse(layers), ends));

    [Fact]
    public void No_layer_can_follow_the_head()
    {
        IReadOnlyList<Violation> violations = LayerTable.Validate(Parse(
            $$"""{{Sequences}}, {"dense": {"units": 3, "activation": "SOFTMAX"} }, {{Rnn}}"""), Classes);

        Assert.Equal(
            [
                new("model.layers[1].dense.activation", "SOFTMAX makes this the head, and no layer can follow: move it to the end."),
                new Violation("model.layers[2]", "The last layer must be dense or timeDistributed: it scores the classes, and no simpleRnn can follow it."),
            ],
            violations);
    }

    [Theory]
    [InlineData(TargetKind.Class, false, Activation.Softmax)]
    [InlineData(TargetKind.Class, true, Activation.Sigmoid)]
    [InlineData(TargetKind.Values, false, Activation.Linear)]
    public void The_activation_of_the_last_layer_follows_from_what_must_come_out(TargetKind target, bool binary, Activation expected)
    {
        ModelSpec resolved = LayerTable.Resolve(
            Parse($$"""{{Rnn}}, {"dense": {"units": 2} }, {"dense": {} }"""), new StackEnds(false, target, false, binary));

        Assert.Equal([Activation.Linear, expected], resolved.Layers.Skip(1).Select(layer => layer.Dense.Activation));
    }

    [Fact]
    public void A_network_that_gives_another_number_of_values_is_refused()
    {
        var data = new DataShape(0, Features: 2, Outputs: 3, TargetKind.Values, TargetPerStep: false);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Network.Build(Parse(Rnn), data, LossSettings.SquaredError));

        Assert.Equal("The last layer, simple_rnn, gives 4 numbers for each target, but the data has 3 numbers to predict.", error.Message);
    }

    [Fact]
    public void Binary_cross_entropy_takes_one_output()
    {
        var data = new DataShape(0, Features: 2, Outputs: 2, TargetKind.Class, TargetPerStep: false);
        var loss = new LossSettings(new LossSpec { BinaryCrossEntropy = new BinaryCrossEntropyLoss() }, ClassWeights: null);

        Network network = Network.Build(Parse($$"""{{Rnn}}, {"dense": {} }"""), data, loss);

        Assert.Equal(new FeatureShape(false, 1), network.Layers[^1].Output);
        Assert.True(network.Layers[^1].GivesLogits);
    }

    private static ModelSpec Parse(string layers) => ModelSpec.Parser.ParseJson($$"""{"layers": [{{layers}}]}""");
}
