using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Models.Tests;

/// <summary>Short ways to write networks in tests.</summary>
internal static class Stack
{
    public const int Vocabulary = 7;
    public const int Classes = 5;

    /// <summary>The network of StackedBidirectionalGolden.</summary>
    public static Network Bidirectionals => Network(Embedding(3), Bidirectional(4, true), Bidirectional(3), Dense());

    /// <summary>The network of StackedLstmGolden.</summary>
    public static Network Lstms => Network(Embedding(3), Lstm(4, true), Dense(5), Lstm(3), Dense());

    /// <summary>Bidirectional layers with dropout between and behind them.</summary>
    public static Network Dropouts => Network(
        Embedding(3), Dropout(0.25f), Bidirectional(4, true), Dropout(0.5f), Bidirectional(3), Dropout(0.5f), Dense());

    public static Network Network(params LayerSpec[] layers) =>
        Training.Layers.Network.Build(
        new ModelSpec { Layers = { layers } },
        new DataShape(Vocabulary, Features: 0, Classes, TargetKind.Class, TargetPerStep: false),
        LossSettings.CrossEntropy);

    /// <summary>A network that predicts numbers for sequences of numbers; the model as JSON.</summary>
    public static Network Numbers(int features, int outputs, string model, bool perStep = false) =>
        Training.Layers.Network.Build(
            ModelSpec.Parser.ParseJson(model),
            new DataShape(VocabularySize: 0, features, outputs, TargetKind.Values, perStep),
            LossSettings.SquaredError);

    public static LayerSpec Embedding(int size) => new() { Embedding = new EmbeddingLayer { Size = size } };

    public static LayerSpec Lstm(int units, bool sequences = false) =>
        new() { Lstm = new LstmLayer { Units = units, ReturnSequences = sequences } };

    public static LayerSpec Bidirectional(int units, bool sequences = false) =>
        new() { Bidirectional = new BidirectionalLayer { Lstm = new LstmLayer { Units = units, ReturnSequences = sequences } } };

    public static LayerSpec Dense(int units) => new() { Dense = new DenseLayer { Units = units } };

    public static LayerSpec Dense() => new() { Dense = new DenseLayer() };

    public static LayerSpec Dropout(float rate) => new() { Dropout = new DropoutLayer { Rate = rate } };
}
