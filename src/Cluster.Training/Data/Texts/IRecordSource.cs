namespace Cluster.Training.Data.Texts;

/// <summary>A table of text fields that examples are made from: a built-in dataset or a file.</summary>
public interface IRecordSource
{
    /// <summary>Column names, in the order of the fields.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Reads the records, always in the same order.</summary>
    /// <exception cref="InvalidDataException">The source cannot be read; the message is for the user.</exception>
    IEnumerable<SourceRecord> Read();
}
