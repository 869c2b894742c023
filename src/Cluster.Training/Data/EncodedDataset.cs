namespace Cluster.Training.Data;

/// <summary>A dataset ready for training: the same on every worker, because it is a pure function of spec and records.</summary>
/// <param name="Digest">SHA-256 of the records in lower-case hex.</param>
/// <param name="Vocabulary">Tokens of the training split.</param>
/// <param name="Labels">Class names in ordinal order; the index is the class number.</param>
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
}
