using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>What is kept of the first pass over the records: their number, their digest, and what the source says they are for.</summary>
internal sealed class RecordSurvey : IDisposable
{
    private readonly List<DatasetPart?> _given = [];
    private readonly DatasetDigest _digest = new();

    /// <summary>Passes records on and notes what goes by. Once only, to the end.</summary>
    public IEnumerable<TextRecord> Of(TextRecords records)
    {
        _digest.AppendColumns(records.Columns);
        foreach (TextRecord record in records.Read())
        {
            _given.Add(record.Source.Part);
            _digest.Append(record.Source);
            yield return record;
        }

        if (_given.Count == 0) throw new InvalidDataException("The dataset has no records.");
        Digest = _digest.End();
    }

    /// <summary>SHA-256 of the records in lower-case hex.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Whether the source itself has records for validation or test.</summary>
    public bool HasParts => _given.Any(part => part is DatasetPart.Validation or DatasetPart.Test);

    /// <summary>Number of records.</summary>
    public int Count => _given.Count;

    /// <summary>Divides the records.</summary>
    /// <param name="spec">A resolved spec.</param>
    /// <param name="classes">Class of each record, if each has one.</param>
    /// <exception cref="InvalidDataException">None is left to train on.</exception>
    public DatasetSplit Divide(JobSpec spec, IReadOnlyList<int>? classes)
    {
        DatasetSplit split = DatasetSplit.Draw(_given, classes, spec.Data.Split, spec.Training.Seed);
        return split.Training.Length > 0
            ? split
            : throw new InvalidDataException($"The split leaves none of the {Count} records to train on.");
    }

    /// <inheritdoc/>
    public void Dispose() => _digest.Dispose();
}
