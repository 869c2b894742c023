using Cluster.Training.Data.Vectors;

namespace Cluster.Training.Data;

/// <summary>A dataset ready for training: the same on every worker, because it is a pure function of spec and records.</summary>
/// <param name="Digest">SHA-256 of the records in lower-case hex.</param>
/// <param name="Vocabulary">Tokens of the training split; empty for data without tokens.</param>
/// <param name="Labels">Class names; the index is the class number. Empty where targets are numbers.</param>
/// <param name="Training">Examples to train on.</param>
/// <param name="Validation">Examples for validation; may be empty.</param>
/// <param name="Test">Examples for the test; may be empty.</param>
public sealed record EncodedDataset(
    string Digest,
    Vocabulary Vocabulary,
    IReadOnlyList<string> Labels,
    EncodedSplit Training,
    EncodedSplit Validation,
    EncodedSplit Test)
{
    /// <summary>What the examples look like.</summary>
    public DataShape Shape => Training.Shape;

    /// <summary>Letters of the training split's words; empty if no network reads letters.</summary>
    public Vocabulary Characters { get; init; } = Vocabulary.None;

    /// <summary>Pretrained vectors of the vocabulary; null where none are used.</summary>
    public WordVectors? Vectors { get; init; }

    /// <summary>How a series was scaled; null where nothing was.</summary>
    public SeriesScaling? Scaling { get; init; }

    /// <summary>Divides examples as a <see cref="DatasetSplit"/> says.</summary>
    /// <param name="digest">SHA-256 of the records.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="labels">Class names.</param>
    /// <param name="all">All examples.</param>
    /// <param name="split">Who goes where.</param>
    internal static EncodedDataset Of(string digest, Vocabulary vocabulary, IReadOnlyList<string> labels, EncodedSplit all, DatasetSplit split) =>
        new(digest, vocabulary, labels, all.Select(split.Training), all.Select(split.Validation), all.Select(split.Test));
}
