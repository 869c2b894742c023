using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data;

/// <summary>SHA-256 over what a dataset is made of. Everything goes in behind its length, so no two datasets give the same bytes.</summary>
internal sealed class DatasetDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Digest of a table of numbers: the number of columns, their names, then all rows.</summary>
    public static string Of(IReadOnlyList<string> columns, IEnumerable<double[]> rows)
    {
        using var digest = new DatasetDigest();
        digest.AppendColumns(columns);
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

    /// <summary>Takes in what a table begins with: the number of columns and their names.</summary>
    public void AppendColumns(IReadOnlyList<string> columns)
    {
        Append(columns.Count);
        foreach (string column in columns) Append(column);
    }

    /// <summary>Takes in a record: its fields and, where the source says it, what it is for. No length is negative, so marks are.</summary>
    public void Append(SourceRecord record)
    {
        if (record.Part is { } part) Append(int.MinValue + (int)part);
        foreach (Field field in record.Fields)
        {
            if (field.Items is not { } items)
            {
                Append(field.Text);
                continue;
            }

            Append(-1 - items.Length);
            foreach (string item in items) Append(item);
        }
    }

    /// <summary>Returns the digest of what was taken in.</summary>
    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

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
}
