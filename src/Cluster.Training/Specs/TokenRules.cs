using Cluster.V1;
using Level = Cluster.V1.TokenSpec.Types.Level;

namespace Cluster.Training.Specs;

/// <summary>What a spec's tokens must fulfil.</summary>
internal static class TokenRules
{
    private const int LongestSequence = 4096;

    // Padding, unknown, the end of a text, and one token.
    private const int SmallestVocabulary = 4;
    private const int LargestVocabulary = 1_000_000;

    /// <summary>Checks the tokens.</summary>
    public static void Check(FieldChecks checks, TokenSpec tokens, JobSpec.Types.Task task)
    {
        if (!Enum.IsDefined(tokens.Level))
            checks.Add("tokens.level", $"There is no level {(int)tokens.Level}; there are CHARACTER, WORD and SUBWORD.");
        if (tokens.HasMaxLength) checks.Within("tokens.maxLength", tokens.MaxLength, 1, LongestSequence);
        if (tokens.HasMinCount) checks.AtLeast("tokens.minCount", tokens.MinCount, 1);
        if (tokens.HasMaxSize) checks.Within("tokens.maxSize", tokens.MaxSize, SmallestVocabulary, LargestVocabulary);
        if (tokens.Level == Level.Subword) CheckSubword(checks, tokens, task);
        else if (tokens.Tokenizer.Length > 0) checks.Add("tokens.tokenizer", "Is only for tokens.level SUBWORD.");
    }

    private static void CheckSubword(FieldChecks checks, TokenSpec tokens, JobSpec.Types.Task task)
    {
        if (tokens.Tokenizer.Length == 0)
            checks.Add("tokens.tokenizer", "Is required for SUBWORD: the name of a dataset with the tokenizer's files.");
        if (tokens.HasMinCount) checks.Add("tokens.minCount", "Is not for SUBWORD, whose tokenizer brings its own tokens.");
        if (tokens.HasMaxSize) checks.Add("tokens.maxSize", "Is not for SUBWORD, whose tokenizer brings its own tokens.");
        if (task == JobSpec.Types.Task.Tagging)
            checks.Add("tokens.level", "TAGGING has a label for each token, and SUBWORD cuts words into pieces; use WORD or CHARACTER.");
    }
}
