using Cluster.Training.Data.Letters;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>Makes a dataset for classification of texts from records: a pure function of spec and records.</summary>
public static class TextClassificationEncoder
{
    /// <summary>Reads, splits and encodes the records.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source)
    {
        TokenizedRecords records = TokenizedRecords.Read(spec, source, labelled: true);
        string[] labels = records.Labels(record => [records.Records[record].Label]);
        var vocabulary = new Vocabulary(records.CountTokens());
        Dictionary<string, int> classes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var shape = new DataShape(vocabulary.Size, Features: 0, labels.Length, TargetKind.Class, TargetPerStep: false);
        var examples = new EncodedSplit(shape, [.. records.Records.Select((record, index) =>
        {
            int[] ids = Array.ConvertAll(records.Tokens[index], vocabulary.IdOf);
            return new EncodedExample(ids.Length, ids, Features: null, [classes[record.Label]], Values: null);
        })]);
        EncodedDataset dataset = EncodedDataset.Of(records.Digest, vocabulary, labels, examples, records.Split);
        return LetterEncoding.Add(dataset, spec, records.Tokens, records.Split);
    }
}
