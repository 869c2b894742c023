using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

/// <summary>Short way to write splits of classified token sequences.</summary>
internal static class TokenSplit
{
    public static EncodedSplit Of(IEnumerable<(int[] Tokens, int Class)> examples) => new(
        new DataShape(VocabularySize: 2000, Features: 0, Outputs: 3, TargetKind.Class, TargetPerStep: false),
        [.. examples.Select(example => new EncodedExample(example.Tokens.Length, example.Tokens, null, [example.Class], null))]);
}
