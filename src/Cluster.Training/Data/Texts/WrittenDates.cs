using System.Globalization;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// The days of the years 2000 to 2003, written out in five languages by .NET itself (Unicode CLDR, through ICU), such as
/// <c>Saturday, January 1, 2000</c>: <c>builtin/written-dates</c>. Columns: <c>text</c>; <c>language</c> as an ISO 639 code;
/// <c>parts</c>, for each character what it is part of: weekday, day, month, year or other.
/// </summary>
/// <remarks>The words change a little with the version of ICU; the dataset's digest tells.</remarks>
public sealed class WrittenDates : IRecordSource
{
    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2003, 12, 31);

    // Languages that write months the same whether a day stands before them or not.
    private static readonly string[] Languages = ["de", "en", "es", "fr", "it"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; } = ["text", "language", "parts"];

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read() => SourceRecord.Of(Rows());

    /// <summary>Works out the records, a text for each column.</summary>
    public static IEnumerable<string[]> Rows()
    {
        foreach (string language in Languages)
        {
            var culture = new CultureInfo(language, useUserOverride: false);
            for (DateOnly day = First; day <= Last; day = day.AddDays(1)) yield return Write(day, culture);
        }
    }

    /// <summary>Walks the long pattern of a culture, such as <c>dddd, d 'de' MMMM 'de' yyyy</c>, piece by piece.</summary>
    private static string[] Write(DateOnly day, CultureInfo culture)
    {
        string pattern = culture.DateTimeFormat.LongDatePattern;
        var text = new List<string>();
        var parts = new List<string>();
        for (int start = 0, end; start < pattern.Length; start = end)
        {
            end = EndOfPiece(pattern, start);
            string piece = pattern[start..end];
            string written = piece[0] is 'd' or 'M' or 'y'
                ? day.ToString(piece.Length == 1 ? $"%{piece}" : piece, culture)
                : piece.Replace("'", "", StringComparison.Ordinal);
            text.Add(written);
            parts.AddRange(Enumerable.Repeat(PartOf(piece), written.EnumerateRunes().Count()));
        }

        return [string.Concat(text), culture.Name, string.Join(' ', parts)];
    }

    /// <summary>A piece is a run of one letter, or all up to the next letter that stands for a part, quoted letters included.</summary>
    private static int EndOfPiece(string pattern, int start)
    {
        int end = start + 1;
        if (pattern[start] is 'd' or 'M' or 'y')
        {
            while (end < pattern.Length && pattern[end] == pattern[start]) end++;
            return end;
        }

        for (bool quoted = pattern[start] == '\''; end < pattern.Length && (quoted || pattern[end] is not ('d' or 'M' or 'y')); end++)
            quoted ^= pattern[end] == '\'';
        return end;
    }

    private static string PartOf(string piece) => (piece[0], piece.Length) switch
    {
        ('d', > 2) => "weekday",
        ('d', _) => "day",
        ('M', _) => "month",
        ('y', _) => "year",
        _ => "other",
    };
}
