using System.Globalization;
using System.Text;

namespace Cluster.Silo.FrontDoor;

/// <summary>Where a page ends, in a form that callers pass back and do not look into.</summary>
internal static class PageToken
{
    private const int DefaultSize = 50;
    private const int LargestSize = 1000;

    /// <summary>The text for a position; empty for none.</summary>
    public static string Write(int end) => end == 0 ? "" : Convert.ToBase64String(Encoding.ASCII.GetBytes($"end:{end}"));

    /// <summary>The position of a text; null for the first page.</summary>
    public static int? Read(string token)
    {
        if (token.Length == 0) return null;
        byte[] bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out int length)
            && Encoding.ASCII.GetString(bytes, 0, length) is ['e', 'n', 'd', ':', .. var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int end))
            return end;
        throw Errors.Argument("page_token", "is not a token of an earlier page");
    }

    /// <summary>The number of items in a page.</summary>
    public static int Size(int asked) => asked switch
    {
        < 0 => throw Errors.Argument("page_size", "must not be negative"),
        0 => DefaultSize,
        _ => Math.Min(asked, LargestSize),
    };
}
