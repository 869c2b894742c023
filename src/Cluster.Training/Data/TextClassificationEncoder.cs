using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>Makes a dataset for classification of texts from records: a pure function of spec and records.</summary>
public static class TextClassificationEncoder
{
    /// <summary>Reads, splits and encodes the records.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="source">The records.</param>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static EncodedDataset Encode(JobSpec spec, IRecordSource source)
    {
        List<TextRecord> records = TextRecord.ReadAll(source, spec.Data, out string digest);
        var tokenizer = new CharacterTokenizer(spec.Tokens.MaxLength);
        string[][] tokens = [.. records.Select(record => Tokenize(tokenizer, record))];
        DatasetSplit split = DatasetSplit.Draw(records.Count, spec.Data.Split, spec.Training.Seed);
        if (split.Training.Length == 0)
            throw new InvalidDataException($"The split leaves none of the {records.Count} records to train on.");

        string[] labels = Labels(records, split);
        Vocabulary vocabulary = CountTokens(split.Training.SelectMany(record => tokens[record]));
        Dictionary<string, int> classes = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var shape = new DataShape(vocabulary.Size, Features: 0, labels.Length, TargetKind.Class, TargetPerStep: false);
        return new EncodedDataset(
            digest, vocabulary, labels, Select(split.Training), Select(split.Validation), Select(split.Test));

        EncodedSplit Select(int[] members) => new(shape, Array.ConvertAll(members, Encode));

        EncodedExample Encode(int member)
        {
            int[] ids = Array.ConvertAll(tokens[member], vocabulary.IdOf);
            return new EncodedExample(ids.Length, ids, Features: null, [classes[records[member].Label]], Values: null);
        }
    }

    private static string[] Tokenize(CharacterTokenizer tokenizer, TextRecord record)
    {
        try
        {
            return tokenizer.Tokenize(record.Text);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Record {record.Number}: {error.Message}", error);
        }
    }

    /// <summary>The most frequent token first; equally frequent ones in ordinal order.</summary>
    private static Vocabulary CountTokens(IEnumerable<string> tokens) => new(tokens
        .CountBy(token => token, StringComparer.Ordinal)
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => pair.Key));

    private static string[] Labels(List<TextRecord> records, DatasetSplit split)
    {
        string[] labels = [.. records.Select(record => record.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length == 1)
            throw new InvalidDataException($"All records have the label '{labels[0]}'; at least two labels are needed.");
        HashSet<string> trained = [.. split.Training.Select(record => records[record].Label)];
        string? untrained = labels.FirstOrDefault(label => !trained.Contains(label));
        if (untrained is not null) throw new InvalidDataException(
            $"No training example has the label '{untrained}', which has too few records for this split or seed.");
        return labels;
    }
}
