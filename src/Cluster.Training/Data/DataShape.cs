namespace Cluster.Training.Data;

/// <summary>What the examples of a dataset look like: decides what a network's first layer reads and its last one gives.</summary>
/// <param name="VocabularySize">Number of token ids; 0 if examples are sequences of numbers.</param>
/// <param name="Features">F, numbers in each step; 0 if examples are sequences of tokens.</param>
/// <param name="Outputs">Classes to score, or numbers to predict, for each target.</param>
/// <param name="Target">What a target is.</param>
/// <param name="TargetPerStep">Whether every step has a target, instead of the sequence as a whole.</param>
public sealed record DataShape(int VocabularySize, int Features, int Outputs, TargetKind Target, bool TargetPerStep)
{
    /// <summary>Number of letter ids; 0 if tokens come without letters.</summary>
    public int CharacterVocabularySize { get; init; }

    /// <summary>Length of pretrained vectors of tokens; 0 if there are none.</summary>
    public int VectorSize { get; init; }
}
