using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>A way to read files as records, one at a time.</summary>
public interface IRecordFormat
{
    /// <summary>Reads the names of a file's columns from its beginning.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">The file does not begin as it should.</exception>
    IReadOnlyList<string> FindColumns(InputFile file);

    /// <summary>Reads the records, lazily.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">Names of the columns that are wanted, in the order of the fields of each record.</param>
    /// <exception cref="InvalidDataException">The file is wrong somewhere; the message says where and what would be right.</exception>
    IEnumerable<SourceRecord> Read(InputFile file, IReadOnlyList<string> columns);
}
