using Cluster.Training.Data.Letters;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>Makes a dataset for classification of texts from records: a pure function of spec, records and tokenizer.</summary>
public static class TextClassificationEncoder
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
        var classes = new List<int>();
        foreach (TextRecord record in survey.Of(records)) classes.Add(labels.Add(record.Label.Text, record));
        int[] sorted = labels.Sort();
        for (int record = 0; record < classes.Count; record++) classes[record] = sorted[classes[record]];

        DatasetSplit split = survey.Divide(spec, classes);
        Vocabulary vocabulary = TrainingTokens.MakeVocabulary(spec, tokenizer, records, split);
        var shape = new DataShape(vocabulary.Size, Features: 0, labels.Sorted.Count, TargetKind.Class, TargetPerStep: false);
        var examples = new EncodedExample[survey.Count];
        foreach (TextRecord record in records.Read())
        {
            int[] ids = record.Encode(tokenizer, spec.Tokens.MaxLength, vocabulary);
            examples[record.Index] = new EncodedExample(ids.Length, ids, Features: null, [classes[record.Index]], Values: null);
        }

        EncodedDataset dataset = EncodedDataset.Of(survey.Digest, vocabulary, labels.Sorted, new EncodedSplit(shape, examples), split);
        if (!survey.HasParts) labels.RequireTrained(dataset.Training);
        return LetterEncoding.Add(dataset, spec, records.Words(spec.Tokens.MaxLength), split);
    }
}
