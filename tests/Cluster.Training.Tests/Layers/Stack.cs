using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Tests.Layers;

/// <summary>Short ways to write stacks of layers in tests.</summary>
internal static class Stack
{
    public static ModelSpec Of(params LayerSpec[] layers) => new() { Layers = { layers } };

    /// <summary>A network that classifies sequences of tokens.</summary>
    public static Network Build(ModelSpec model, int vocabularySize, int classes) => Network.Build(
        model, new DataShape(vocabularySize, Features: 0, classes, TargetKind.Class, TargetPerStep: false), LossSettings.CrossEntropy);

    public static LayerSpec Embedding(int size) => new() { Embedding = new EmbeddingLayer { Size = size } };

    public static LayerSpec Lstm(int units, bool sequences = false) =>
        new() { Lstm = new LstmLayer { Units = units, ReturnSequences = sequences } };

    public static LayerSpec Bidirectional(int units, bool sequences = false) =>
        new() { Bidirectional = new BidirectionalLayer { Lstm = new LstmLayer { Units = units, ReturnSequences = sequences } } };

    public static LayerSpec Dense(int units) => new() { Dense = new DenseLayer { Units = units } };

    public static LayerSpec Dense(DenseLayer.Types.Activation activation = DenseLayer.Types.Activation.Unspecified) =>
        new() { Dense = new DenseLayer { Activation = activation } };

    public static LayerSpec Dropout(float rate) => new() { Dropout = new DropoutLayer { Rate = rate } };
}
