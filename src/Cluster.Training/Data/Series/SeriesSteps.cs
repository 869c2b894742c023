using System.Globalization;

namespace Cluster.Training.Data.Series;

/// <summary>
/// Checks that times rise in equal steps: of a span of time, or of whole months. The first two rows leave open which is meant (31 days or a
/// month); the next ones decide.
/// </summary>
internal sealed class SeriesSteps
{
    private SeriesTime? _last;
    private long? _count;
    private int? _months;
    private bool _known;

    /// <summary>Takes the time of the next row.</summary>
    /// <returns>What is wrong, in a sentence; null if nothing is.</returns>
    public string? Next(SeriesTime time)
    {
        if (_last is { } last)
        {
            if (time.Date is null != last.Date is null) return $"'{time.Text}' follows '{last.Text}'; all times must be dates or all whole numbers.";
            if (time.Count == last.Count) return $"The time {time.Text} is there twice; each must be there once.";
            if (time.Count < last.Count) return $"The time {time.Text} follows {last.Text}; rows must rise in time.";
            if (WrongStep(last, time) is { } sentence) return sentence;
        }

        _last = time;
        return null;
    }

    private string? WrongStep(SeriesTime last, SeriesTime time)
    {
        // Numbers from one end of the range to the other differ by more than the range.
        if (time.Count - (Int128)last.Count > long.MaxValue) return $"The time {time.Text} is too far from {last.Text}.";
        long count = time.Count - last.Count;
        int? months = last.MonthsTo(time);
        if (!_known) (_known, _count, _months) = (true, count, months);
        long? sameCount = _count == count ? _count : null;
        int? sameMonths = _months == months ? _months : null;
        if (sameCount is null && sameMonths is null) return
            $"The time {time.Text} follows {last.Text}, but the steps before are {Step(last)}; {Expected(last)} should follow.";
        (_count, _months) = (sameCount, sameMonths);
        return null;
    }

    private string Expected(SeriesTime last)
    {
        try
        {
            return _months is { } months ? last.AfterMonths(months) : last.After(_count!.Value);
        }
        catch (ArgumentOutOfRangeException)
        {
            return "nothing";
        }
    }

    private string Step(SeriesTime last)
    {
        if (_months is { } months) return Plural(months, "month");
        if (last.Date is null) return _count!.Value.ToString(CultureInfo.InvariantCulture);
        TimeSpan span = TimeSpan.FromTicks(_count!.Value);
        if (span.Ticks % TimeSpan.TicksPerDay == 0) return Plural(span.Days, "day");
        return span.Ticks % TimeSpan.TicksPerHour == 0 ? Plural((long)span.TotalHours, "hour") : span.ToString("c", CultureInfo.InvariantCulture);
    }

    private static string Plural(long count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
