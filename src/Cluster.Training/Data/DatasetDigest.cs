using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cluster.Training.Data;

/// <summary>SHA-256 over what a dataset is made of. Everything goes in behind its length, so no two datasets give the same bytes.</summary>
internal sealed class DatasetDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Digest of a table of texts: the number of columns, their names, then all fields.</summary>
    public static string Of(IReadOnlyList<string> columns, IEnumerable<string[]> records)
    {
        using var digest = new DatasetDigest();
        digest.Append(columns.Count);
        foreach (string text in columns.Concat(records.SelectMany(record => record))) digest.Append(text);
        return digest.End();
    }

    /// <summary>Digest of a table of numbers: the number of columns, their names, then all rows.</summary>
    public static string Of(IReadOnlyList<string> columns, IEnumerable<double[]> rows)
    {
        using var digest = new DatasetDigest();
        digest.Append(columns.Count);
        foreach (string column in columns) digest.Append(column);
        foreach (double[] row in rows) digest.Append<double>(row);
        return digest.End();
    }

    /// <summary>Digest of examples: inputs and targets of each.</summary>
    public static string Of(IEnumerable<EncodedExample> examples)
    {
        using var digest = new DatasetDigest();
        foreach (EncodedExample example in examples)
        {
            digest.Append<int>(example.Tokens);
            digest.Append<float>(example.Features);
            digest.Append<int>(example.Classes);
            digest.Append<float>(example.Values);
        }

        return digest.End();
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Append(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Append(bytes.Length);
        _hash.AppendData(bytes);
    }

    // Memory order is little-endian on every machine that .NET and libtorch run on.
    private void Append<T>(ReadOnlySpan<T> values)
        where T : struct
    {
        Append(values.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    private void Append(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    private string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());
}
