using Cluster.Training.Data.Letters;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Makes a dataset for tagging of texts: the label column has a label for each token, as a list or separated by single spaces. Texts that are
/// cut lose the labels of what is cut off.
/// </summary>
public static class TextTaggingEncoder
{
    /// <summary>Reads the records three times, divides and encodes them.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <param name="tokenizer">Cuts texts into tokens.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source, ITokenizer tokenizer)
    {
        var records = new TextRecords(source, spec.Data.Text, spec.Data.Label);
        using var survey = new RecordSurvey();
        var labels = new LabelNames(spec.Data.Label);
        foreach (TextRecord record in survey.Of(records))
            foreach (string tag in Tags(record)) labels.Add(tag, record);
        labels.Sort();

        DatasetSplit split = survey.Divide(spec, classes: null);
        Vocabulary vocabulary = TrainingTokens.MakeVocabulary(spec, tokenizer, records, split);
        var shape = new DataShape(vocabulary.Size, Features: 0, labels.Sorted.Count, TargetKind.Class, TargetPerStep: true);
        var examples = new EncodedExample[survey.Count];
        foreach (TextRecord record in records.Read()) examples[record.Index] = Example(record, tokenizer, vocabulary, labels, spec.Tokens.MaxLength);
        EncodedDataset dataset = EncodedDataset.Of(survey.Digest, vocabulary, labels.Sorted, new EncodedSplit(shape, examples), split);
        if (!survey.HasParts) labels.RequireTrained(dataset.Training);
        return LetterEncoding.Add(dataset, spec, records.Words(spec.Tokens.MaxLength), split);
    }

    private static EncodedExample Example(TextRecord record, ITokenizer tokenizer, Vocabulary vocabulary, LabelNames labels, int maxLength)
    {
        // Read as a whole first: only then can tokens and labels be counted against each other.
        int[] ids = record.Encode(tokenizer, int.MaxValue, vocabulary);
        string[] tags = Tags(record);
        if (tags.Length != ids.Length) throw Mismatch(record, tags.Length, ids.Length);
        int steps = Math.Min(ids.Length, maxLength);
        return new EncodedExample(steps, ids[..steps], Features: null, Array.ConvertAll(tags[..steps], labels.ClassOf), Values: null);
    }

    private static string[] Tags(TextRecord record)
    {
        string[] tags = record.Label.Items ?? record.Label.Text.Split(' ');
        return !tags.Contains("") ? tags : throw new InvalidDataException(record.Label.Items is null
            ? $"{record.Place} has an empty label; one space separates two labels."
            : $"{record.Place} has an empty label.");
    }

    private static InvalidDataException Mismatch(TextRecord record, int tags, int tokens) => new(
        record.Text.Items is { } items && items.Length == tags
            ? $"{record.Place} has {tags} labels for {tokens} tokens; with tokens.level WORD each of its {items.Length} words is one."
            : $"{record.Place} has {tags} labels for {tokens} tokens.");
}
