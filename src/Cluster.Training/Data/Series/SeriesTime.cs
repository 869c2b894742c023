using System.Globalization;

namespace Cluster.Training.Data.Series;

/// <summary>A point in time of a series: a date or a whole number.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Date">The date, in UTC where a zone was given; null for a number.</param>
/// <param name="Count">The number, or the date's ticks.</param>
internal readonly record struct SeriesTime(string Text, DateTime? Date, long Count)
{
    // A fraction of a second and a zone may be missing.
    private static readonly string[] Formats =
    [
        "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads an ISO date, to the month, the day or the second.</summary>
    public static bool TryParse(string text, out SeriesTime time)
    {
        bool valid = DateTime.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date);
        time = new SeriesTime(text, date, date.Ticks);
        return valid;
    }

    /// <summary>Reads an ISO date or a whole number.</summary>
    public static bool TryParseAny(string text, out SeriesTime time)
    {
        if (TryParse(text, out time)) return true;
        bool valid = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        time = new SeriesTime(text, null, number);
        return valid;
    }

    /// <summary>Whole months from this date to a later one; null if it is another day of the month or another time of day.</summary>
    public int? MonthsTo(SeriesTime later)
    {
        if (Date is not { } from || later.Date is not { } to || from.TimeOfDay != to.TimeOfDay) return null;
        return from.Day == to.Day || (IsMonthEnd(from) && IsMonthEnd(to)) ? 12 * (to.Year - from.Year) + to.Month - from.Month : null;
    }

    /// <summary>The time some months later; an end of a month gives an end of a month. Written like this one.</summary>
    public string AfterMonths(int months)
    {
        DateTime to = Date!.Value.AddMonths(months);
        return Write(IsMonthEnd(Date.Value) ? to.AddDays(DateTime.DaysInMonth(to.Year, to.Month) - to.Day) : to);
    }

    /// <summary>The time some ticks or numbers later, written like this one.</summary>
    public string After(long count) => Date is { } date ? Write(date.AddTicks(count)) : (Count + count).ToString(CultureInfo.InvariantCulture);

    private static bool IsMonthEnd(DateTime date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    private string Write(DateTime date) => date.ToString(
        Text.Length switch { 7 => "yyyy-MM", 10 => "yyyy-MM-dd", _ => "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF" }, CultureInfo.InvariantCulture);
}
