using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Rendering;

/// <summary>Numbers and times in one way everywhere, whatever the machine's language is.</summary>
internal static class Numbers
{
    /// <summary>With four decimals: 0.8125.</summary>
    public static string Fixed(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>With commas: 1,234,567.</summary>
    public static string Grouped(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>In UTC to the second: 2026-03-01 12:00:00Z; empty for none.</summary>
    public static string Time(Timestamp? time) => time is null
        ? ""
        : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
