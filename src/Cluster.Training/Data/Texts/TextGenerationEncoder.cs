using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Makes a dataset for a language model: the network reads the end token and then the text, and at each step should give what comes
/// next, after the text the end token. So it can also begin from nothing. A text that is cut has no end.
/// </summary>
public static class TextGenerationEncoder
{
    /// <summary>Reads, splits and encodes the records. Classes are token ids.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source)
    {
        TokenizedRecords records = TokenizedRecords.Read(spec, source, labelled: false);
        var vocabulary = new Vocabulary(records.CountTokens().Prepend(Vocabulary.End));
        int end = vocabulary.IdOf(Vocabulary.End), maxLength = spec.Tokens.MaxLength;
        var shape = new DataShape(vocabulary.Size, Features: 0, vocabulary.Size, TargetKind.Class, TargetPerStep: true);
        var examples = new EncodedSplit(shape, Array.ConvertAll(records.Tokens, tokens =>
        {
            int[] text = [end, .. tokens.Select(vocabulary.IdOf), end];
            int steps = Math.Min(text.Length - 1, maxLength);
            return new EncodedExample(steps, text[..steps], Features: null, text[1..(steps + 1)], Values: null);
        }));
        return EncodedDataset.Of(records.Digest, vocabulary, vocabulary.Tokens, examples, records.Split);
    }
}
