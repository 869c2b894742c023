using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>One layer with every size known.</summary>
/// <param name="Name">Unique in the network, such as <c>bidirectional_1</c>; prefix of the parameters' names.</param>
/// <param name="Kind">For people, such as <c>Bidirectional(LSTM)</c>.</param>
/// <param name="Spec">The layer's settings, defaults filled in.</param>
/// <param name="Input">What goes in.</param>
/// <param name="Output">What comes out.</param>
/// <param name="Parameters">Trainable parameters, in the order of their names in PyTorch.</param>
/// <param name="GivesLogits">Whether its activation is left to the loss: the last layer of a network that scores classes.</param>
public sealed record NetworkLayer(
    string Name,
    string Kind,
    LayerSpec Spec,
    FeatureShape Input,
    FeatureShape Output,
    IReadOnlyList<ParameterShape> Parameters,
    bool GivesLogits);
