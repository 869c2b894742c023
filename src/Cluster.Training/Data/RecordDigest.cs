using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cluster.Training.Data;

/// <summary>SHA-256 over columns and records. Every text goes in behind its length, so no two tables give the same bytes.</summary>
internal static class RecordDigest
{
    /// <summary>Returns the digest in lower-case hex.</summary>
    /// <param name="columns">Column names.</param>
    /// <param name="records">One field a column each.</param>
    public static string Of(IReadOnlyList<string> columns, IReadOnlyList<string[]> records)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, columns.Count);
        foreach (string column in columns) AppendText(hash, column);
        foreach (string field in records.SelectMany(record => record)) AppendText(hash, field);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
