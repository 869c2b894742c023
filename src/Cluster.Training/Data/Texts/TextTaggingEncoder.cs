using Cluster.Training.Data.Letters;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// Makes a dataset for tagging of texts: the label column has a label for each token, separated by single spaces. Texts that are cut
/// lose the labels of what is cut off.
/// </summary>
public static class TextTaggingEncoder
{
    /// <summary>Reads, splits and encodes the records.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source)
    {
        TokenizedRecords records = TokenizedRecords.Read(spec, source, labelled: true);
        string[][] tags = [.. records.Records.Select((record, index) => Tags(record, records.Tokens[index].Length, spec.Tokens.MaxLength))];
        string[] labels = records.Labels(record => tags[record]);
        var vocabulary = new Vocabulary(records.CountTokens());
        Dictionary<string, int> classes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var shape = new DataShape(vocabulary.Size, Features: 0, labels.Length, TargetKind.Class, TargetPerStep: true);
        var examples = new EncodedSplit(shape, [.. tags.Select((own, index) =>
        {
            int[] ids = Array.ConvertAll(records.Tokens[index], vocabulary.IdOf);
            return new EncodedExample(ids.Length, ids, Features: null, Array.ConvertAll(own, tag => classes[tag]), Values: null);
        })]);
        EncodedDataset dataset = EncodedDataset.Of(records.Digest, vocabulary, labels, examples, records.Split);
        return LetterEncoding.Add(dataset, spec, records.Tokens, records.Split);
    }

    private static string[] Tags(TextRecord record, int tokens, int maxLength)
    {
        string[] tags = record.Label.Split(' ');
        if (tags.Contains("")) throw new InvalidDataException($"Record {record.Number} has an empty label; one space separates two labels.");
        // A text of exactly the longest length may have been cut, so its own number of tokens is not known here.
        bool fits = tags.Length == tokens || (tags.Length > tokens && tokens == maxLength);
        return fits ? tags[..tokens] : throw new InvalidDataException($"Record {record.Number} has {tags.Length} labels for {tokens} tokens.");
    }
}
