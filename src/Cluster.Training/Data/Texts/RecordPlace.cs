using System.Globalization;

namespace Cluster.Training.Data.Texts;

/// <summary>Where a record was read, so that a person finds it.</summary>
/// <param name="File">Name of the file; null where there is none.</param>
/// <param name="Number">Line on which the record begins or, without a file, number of the record; from 1.</param>
public readonly record struct RecordPlace(string? File, long Number)
{
    /// <summary>Such as <c>spam.csv, line 12</c> or <c>Record 12</c>: the beginning of a message.</summary>
    public override string ToString() => File is null
        ? string.Create(CultureInfo.InvariantCulture, $"Record {Number}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}, line {Number}");
}
