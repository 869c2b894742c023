namespace Cluster.Training.Data.Generators;

/// <summary>What a generator made.</summary>
/// <param name="Vocabulary">All tokens; empty for sequences of numbers.</param>
/// <param name="Labels">Class names; empty where targets are numbers.</param>
/// <param name="Examples">The examples.</param>
public sealed record GeneratedExamples(Vocabulary Vocabulary, IReadOnlyList<string> Labels, EncodedSplit Examples);
