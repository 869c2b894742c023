using Cluster.Training.Layers;
using Cluster.V1;
using static Cluster.Training.Tests.Layers.Stack;

namespace Cluster.Training.Tests.Layers;

public sealed class NetworkTests
{
    /// <summary>Counts that Keras' summary prints: 4 ((D + H) H + H) for each direction, (D + 1) units for the dense layer.</summary>
    [Fact]
    public void Two_stacked_bidirectional_layers_have_the_known_parameter_counts()
    {
        Network network = Build(Of(Embedding(10), Bidirectional(10, true), Bidirectional(10), Dense()), 7, 5);

        Assert.Equal([70, 1680, 2480, 105], network.Layers.Select(layer => layer.Parameters.Sum(parameter => parameter.Count)));
        Assert.Equal(70 + 1680 + 2480 + 105, network.Layout.ParameterCount);
        Assert.Equal(["Embedding", "Bidirectional(LSTM)", "Bidirectional(LSTM)", "Dense"], network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void Parameters_have_the_names_shapes_and_order_of_PyTorch()
    {
        Network network = Build(Of(Embedding(3), Bidirectional(4, true), Lstm(5), Dense(6), Dense()), 9, 2);

        Assert.Equal(
            [
                "embedding.weight [9,3]",
                "bidirectional.weight_ih_l0 [16,3]", "bidirectional.weight_hh_l0 [16,4]", "bidirectional.bias_ih_l0 [16]",
                "bidirectional.weight_ih_l0_reverse [16,3]", "bidirectional.weight_hh_l0_reverse [16,4]", "bidirectional.bias_ih_l0_reverse [16]",
                "lstm.weight_ih_l0 [20,8]", "lstm.weight_hh_l0 [20,5]", "lstm.bias_ih_l0 [20]",
                "dense.weight [6,5]", "dense.bias [6]",
                "dense_1.weight [2,6]", "dense_1.bias [2]",
            ],
            network.Layout.Entries.Select(entry => $"{entry.Shape.Name} [{string.Join(',', entry.Shape.Shape)}]"));
    }

    [Fact]
    public void Repeated_layers_are_numbered_from_the_second_on()
    {
        Network network = Build(
            Of(Embedding(3), Dropout(0.1f), Lstm(4, true), Dropout(0.1f), Lstm(4, true), Lstm(4), Dense()), 9, 2);

        Assert.Equal(
            ["embedding", "dropout", "lstm", "dropout_1", "lstm_1", "lstm_2", "dense"],
            network.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Shapes_flow_from_layer_to_layer()
    {
        Network network = Build(Of(Embedding(3), Bidirectional(4, true), Dropout(0.1f), Dense(7), Bidirectional(5), Dense()), 9, 2);

        Assert.Equal(
            [new(true, 0), new(true, 3), new(true, 8), new(true, 8), new(true, 7), new FeatureShape(false, 10)],
            network.Layers.Select(layer => layer.Input));
        Assert.Equal(network.Layers.Skip(1).Select(layer => layer.Input), network.Layers.SkipLast(1).Select(layer => layer.Output));
        Assert.Equal(new FeatureShape(false, 2), network.Layers[^1].Output);
    }

    [Fact]
    public void The_last_layer_gets_a_unit_for_each_class_and_the_spec_stays_as_it_is()
    {
        ModelSpec model = Of(Embedding(3), Lstm(4), Dense());

        Network network = Build(model, 9, 11);

        Assert.Equal(11, network.Layers[^1].Spec.Dense.Units);
        Assert.Equal(Of(Embedding(3), Lstm(4), Dense()), model);
    }

    [Fact]
    public void Units_that_contradict_the_data_are_refused()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Build(Of(Embedding(3), Lstm(4), Dense(5)), 9, 7));

        Assert.Equal("The last layer, dense, gives 5 numbers for each target, but the data has 7 classes.", exception.Message);
    }

    [Fact]
    public void An_embedding_too_large_for_one_vector_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Build(Of(Embedding(65536), Lstm(4), Dense()), 8192, 7));
}
