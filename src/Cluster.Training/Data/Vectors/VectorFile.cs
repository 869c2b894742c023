using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Cluster.Training.Data.Vectors;

/// <summary>
/// Reads a text file of word vectors, line by line: GloVe's form, a word and its numbers a line; or that of word2vec and fastText, with a
/// first line of count and size. May be compressed by gzip.
/// </summary>
/// <param name="stream">The file; must be able to seek.</param>
/// <param name="file">Its name, for messages.</param>
internal sealed class VectorFile(Stream stream, string file)
{
    /// <summary>Reads the vectors of some words.</summary>
    /// <param name="search">The words; receives the vectors.</param>
    /// <param name="size">Numbers in each vector; null for as many as the file has.</param>
    /// <returns>Numbers in each vector.</returns>
    /// <exception cref="InvalidDataException">A line is wrong, or the vectors have another size; the message has file and line.</exception>
    public int Read(VectorSearch search, int? size)
    {
        using Stream text = Open();
        var reader = new LineReader(text, file);
        if (!reader.Read(out ReadOnlySpan<byte> bytes)) throw new InvalidDataException($"{file}: is empty; there are no vectors.");
        var first = new VectorLine(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, reader.Place);
        int found = first.Header() is { } header ? header.Size : first.Fields - 1;
        if (found < 1) throw new InvalidDataException($"{reader.Place}: holds no vector: a word and its numbers, separated by spaces, are expected.");
        if (size is { } expected && expected != found)
            throw new InvalidDataException($"{file}: the vectors have {found} numbers, but the embedding's size is {expected}.");
        char[] word = new char[LineReader.LongestLine];
        if (first.Header() is null) Offer(search, first, found, word);
        while (reader.Read(out bytes))
        {
            var line = new VectorLine(bytes, reader.Place);
            if (!line.IsEmpty) Offer(search, line, found, word);
        }

        return found;
    }

    /// <summary>A word that is not valid UTF-8 is no token of any text.</summary>
    private static void Offer(VectorSearch search, VectorLine line, int size, char[] buffer)
    {
        ReadOnlySpan<byte> word = line.Word(size);
        if (Utf8.IsValid(word)) search.Offer(buffer.AsSpan(0, Encoding.UTF8.GetChars(word, buffer)), line, size);
    }

    /// <summary>Gzip begins with two bytes that no text begins with.</summary>
    private Stream Open()
    {
        bool compressed = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return compressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
