using Microsoft.Net.Http.Headers;

namespace Cluster.Silo.Access;

/// <summary>The ways in which callers can say who they are, and which one a request takes.</summary>
internal static class Schemes
{
    /// <summary>Takes the one that fits the request.</summary>
    public const string Any = "Any";

    public const string Key = "Key";
    public const string Token = "Token";
    public const string Certificate = "Certificate";

    private const string Bearer = "Bearer ";

    /// <summary>The scheme of a request: what it sends decides, and then the certificate of its connection.</summary>
    public static string Of(HttpContext context, bool takesTokens)
    {
        if (BearerOf(context.Request) is not { } shown) return context.Connection.ClientCertificate is null ? Key : Certificate;
        return takesTokens && IsToken(shown) ? Token : Key;
    }

    /// <summary>What follows <c>authorization: Bearer</c>; null if nothing does.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        string header = request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
    }

    // Header, payload and signature, separated by dots.
    private static bool IsToken(string shown) => shown.AsSpan().Count('.') == 2;
}
