using Cluster.Training.Data;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>What goes into a stack of layers, and what must come out of it.</summary>
/// <param name="Tokens">Whether sequences of tokens go in; else sequences of numbers.</param>
/// <param name="Target">What a target is; null if that is not known, and then the end of the stack is not checked.</param>
/// <param name="TargetPerStep">Whether every step has a target, instead of the sequence as a whole.</param>
/// <param name="Binary">Whether the loss is binary cross-entropy, which takes one output from a sigmoid.</param>
public sealed record StackEnds(bool Tokens, TargetKind? Target, bool TargetPerStep, bool Binary)
{
    /// <summary>Number of letter ids; 0 if tokens come without letters.</summary>
    public int Letters { get; init; }

    /// <summary>Length of pretrained vectors; 1 while that is not known.</summary>
    public int VectorSize { get; init; } = 1;

    /// <summary>Sequences of tokens with one class each, by categorical cross-entropy.</summary>
    public static StackEnds ClassifiedTokens { get; } = new(Tokens: true, TargetKind.Class, TargetPerStep: false, Binary: false);

    /// <summary>What data and loss ask for.</summary>
    /// <param name="data">What the examples look like.</param>
    /// <param name="loss">What training makes small.</param>
    public static StackEnds Of(DataShape data, LossSettings loss) =>
        new(data.Features == 0, data.Target, data.TargetPerStep, loss.Spec.KindCase == LossSpec.KindOneofCase.BinaryCrossEntropy)
        {
            Letters = data.CharacterVocabularySize,
            VectorSize = Math.Max(1, data.VectorSize),
        };
}
