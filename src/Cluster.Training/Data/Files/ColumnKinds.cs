using System.Globalization;
using Cluster.Training.Data.Series;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>Judges what the fields of a column are.</summary>
internal static class ColumnKinds
{
    /// <summary>
    /// Lists if a field has items; numbers or times if more than half of the fields that are not empty are; else texts. A few mistakes in a column of
    /// numbers do not make it texts, so that whoever needs the numbers can say where the mistakes are.
    /// </summary>
    /// <param name="records">Some records.</param>
    /// <param name="column">The place of the column in them.</param>
    public static DatasetColumn.Types.Kind Of(IReadOnlyList<SourceRecord> records, int column)
    {
        if (records.Any(record => record.Fields[column].Items is not null)) return DatasetColumn.Types.Kind.List;
        string[] filled = [.. records.Select(record => record.Fields[column].Text).Where(text => text.Length > 0)];
        if (2 * filled.Count(text => IsNumber(text, out _)) > filled.Length) return DatasetColumn.Types.Kind.Number;
        return 2 * filled.Count(text => SeriesTime.TryParse(text, out _)) > filled.Length ? DatasetColumn.Types.Kind.Time : DatasetColumn.Types.Kind.Text;
    }

    /// <summary>Whether a text is a finite number, with a dot before its decimals.</summary>
    public static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
