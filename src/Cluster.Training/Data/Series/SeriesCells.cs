using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Series;

/// <summary>Reads times and numbers from records.</summary>
internal static class SeriesCells
{
    private const int Shown = 40;

    /// <summary>The number in a field.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static double NumberOf(SourceRecord record, int column, string name)
    {
        string text = record.Fields[column].Text;
        if (ColumnKinds.IsNumber(text, out double number)) return number;
        throw BadFile.At(record.Place, name, text.Length == 0
            ? "The field is empty; a series needs a number at each time."
            : $"'{Clip(text)}' is not a number; write numbers such as -1.5.");
    }

    /// <summary>Reads the time of the next row.</summary>
    /// <exception cref="InvalidDataException">It is no time, or not one step behind the time before.</exception>
    public static SeriesTime Advance(SeriesSteps steps, SourceRecord record, int column, string name)
    {
        string text = record.Fields[column].Text;
        if (!SeriesTime.TryParseAny(text, out SeriesTime time)) throw BadFile.At(
            record.Place, name, $"'{Clip(text)}' is no time; write 2020-01, 2020-01-31, 2020-01-31T18:00:00Z or whole numbers.");
        return steps.Next(time) is { } sentence ? throw BadFile.At(record.Place, name, sentence) : time;
    }

    private static string Clip(string text) => text.Length > Shown ? text[..Shown] + "..." : text;
}
