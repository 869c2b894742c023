using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>The records of a source, cut into tokens and divided: what every encoder of texts begins with.</summary>
internal sealed class TokenizedRecords
{
    private TokenizedRecords(string digest, List<TextRecord> records, string[][] tokens, DatasetSplit split)
    {
        Digest = digest;
        Records = records;
        Tokens = tokens;
        Split = split;
    }

    /// <summary>SHA-256 of the records in lower-case hex.</summary>
    public string Digest { get; }

    public IReadOnlyList<TextRecord> Records { get; }

    /// <summary>Tokens of each record.</summary>
    public string[][] Tokens { get; }

    public DatasetSplit Split { get; }

    /// <summary>Reads, cuts and divides the records.</summary>
    /// <exception cref="InvalidDataException">The records do not fit the spec; the message is for the user.</exception>
    public static TokenizedRecords Read(JobSpec spec, IRecordSource source, bool labelled)
    {
        List<TextRecord> records = TextRecord.ReadAll(source, spec.Data.Text, labelled ? spec.Data.Label : null, out string digest);
        var tokenizer = new CharacterTokenizer(spec.Tokens.MaxLength);
        string[][] tokens = [.. records.Select(record => Tokenize(tokenizer, record))];
        DatasetSplit split = DatasetSplit.Draw(records.Count, spec.Data.Split, spec.Training.Seed);
        return split.Training.Length > 0
            ? new TokenizedRecords(digest, records, tokens, split)
            : throw new InvalidDataException($"The split leaves none of the {records.Count} records to train on.");
    }

    /// <summary>The tokens of the training split, most frequent first; equally frequent ones in ordinal order.</summary>
    public IEnumerable<string> CountTokens() => Split.Training.SelectMany(record => Tokens[record])
        .CountBy(token => token, StringComparer.Ordinal)
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => pair.Key);

    /// <summary>All labels in ordinal order; each must be among those of the training split.</summary>
    /// <param name="labelsOf">Labels of a record.</param>
    public string[] Labels(Func<int, IEnumerable<string>> labelsOf)
    {
        string[] labels = [.. Enumerable.Range(0, Records.Count).SelectMany(labelsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length == 1)
            throw new InvalidDataException($"All records have the label '{labels[0]}'; at least two labels are needed.");
        HashSet<string> trained = [.. Split.Training.SelectMany(labelsOf)];
        string? untrained = labels.FirstOrDefault(label => !trained.Contains(label));
        if (untrained is not null) throw new InvalidDataException(
            $"No training example has the label '{untrained}', which has too few records for this split or seed.");
        return labels;
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
}
