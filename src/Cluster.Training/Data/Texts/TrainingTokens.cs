using System.Runtime.InteropServices;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>The second pass: makes the vocabulary from the tokens of the training part.</summary>
internal static class TrainingTokens
{
    /// <summary>Returns the tokenizer's own vocabulary, or the tokens of the training part, most frequent first; equally frequent ones in ordinal order.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="tokenizer">Cuts texts into tokens.</param>
    /// <param name="records">All records.</param>
    /// <param name="split">Which of them are for training.</param>
    /// <param name="special">Tokens that stand for no text, if there are any but padding and unknown.</param>
    public static Vocabulary MakeVocabulary(
        JobSpec spec, ITokenizer tokenizer, TextRecords records, DatasetSplit split, params string[] special)
    {
        if (tokenizer.Vocabulary is { } own) return own.With(special);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        bool[] isTraining = new bool[split.Count];
        foreach (int record in split.Training) isTraining[record] = true;
        foreach (TextRecord record in records.Read().Where(record => isTraining[record.Index]))
        {
            foreach (string token in record.Tokenize(tokenizer, spec.Tokens.MaxLength))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
        }

        // A text may hold what a special token is called; it is that token then.
        foreach (string token in new Vocabulary(special).Tokens) counts.Remove(token);
        int least = spec.Tokens.HasMinCount ? spec.Tokens.MinCount : 1;
        int room = spec.Tokens.HasMaxSize ? spec.Tokens.MaxSize - new Vocabulary(special).Size : int.MaxValue;
        return new Vocabulary(special.Concat(counts
            .Where(pair => pair.Value >= least)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(room)
            .Select(pair => pair.Key)));
    }
}
