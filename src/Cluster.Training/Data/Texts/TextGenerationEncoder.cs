using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Makes a dataset for a language model: the network reads the end token and then the text, and at each step should give what comes
/// next, after the text the end token. So it can also begin from nothing. A text that is cut has no end.
/// </summary>
public static class TextGenerationEncoder
{
    /// <summary>Reads the records three times, divides and encodes them. Classes are token ids.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <param name="tokenizer">Cuts texts into tokens.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source, ITokenizer tokenizer)
    {
        var records = new TextRecords(source, spec.Data.Text, labelColumn: null);
        using var survey = new RecordSurvey();
        foreach (TextRecord _ in survey.Of(records)) continue;

        DatasetSplit split = survey.Divide(spec, classes: null);
        Vocabulary vocabulary = TrainingTokens.MakeVocabulary(spec, tokenizer, records, split, Vocabulary.End);
        int end = vocabulary.IdOf(Vocabulary.End), maxLength = spec.Tokens.MaxLength;
        var shape = new DataShape(vocabulary.Size, Features: 0, vocabulary.Size, TargetKind.Class, TargetPerStep: true);
        var examples = new EncodedExample[survey.Count];
        foreach (TextRecord record in records.Read())
        {
            int[] text = [end, .. record.Encode(tokenizer, maxLength, vocabulary), end];
            int steps = Math.Min(text.Length - 1, maxLength);
            examples[record.Index] = new EncodedExample(steps, text[..steps], Features: null, text[1..(steps + 1)], Values: null);
        }

        return EncodedDataset.Of(survey.Digest, vocabulary, vocabulary.Tokens, new EncodedSplit(shape, examples), split);
    }
}
