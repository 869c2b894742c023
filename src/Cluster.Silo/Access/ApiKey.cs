using System.Security.Cryptography;
using System.Text;

namespace Cluster.Silo.Access;

/// <summary>A key's secret as callers send it: <c>ck_ID_SECRET</c>. The prefix lets scanners find keys that were published by mistake.</summary>
internal sealed record ApiKey(string Id, string Text)
{
    private const string Prefix = "ck_";
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 8;
    private const int SecretDigits = 64;

    /// <summary>SHA-256 of the whole text.</summary>
    public byte[] Digest => DigestOf(Text);

    /// <summary>Makes a new key with 256 random bits.</summary>
    public static ApiKey Create()
    {
        string id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        return new ApiKey(id, $"{Prefix}{id}_{RandomNumberGenerator.GetHexString(SecretDigits, lowercase: true)}");
    }

    /// <summary>Reads a key; null if the text is none.</summary>
    public static ApiKey? Parse(string text)
    {
        bool isKey = text.Length == Prefix.Length + IdLength + 1 + SecretDigits
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[Prefix.Length + IdLength] == '_';
        return isKey ? new ApiKey(text.Substring(Prefix.Length, IdLength), text) : null;
    }

    /// <summary>SHA-256 of a secret.</summary>
    public static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Prefix}{Id}";
}
