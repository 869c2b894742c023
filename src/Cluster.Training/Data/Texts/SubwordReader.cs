using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.Tokenizers;

namespace Cluster.Training.Data.Texts;

/// <summary>Reads the files of a tokenizer for SUBWORD.</summary>
internal static class SubwordReader
{
    /// <summary>Highest number of ids: beyond it an embedding would not fit in memory, and ids are surely damaged.</summary>
    private const int MostIds = 1_000_000;

    /// <summary>Reads the tokenizer that the files are for.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged.</exception>
    public static (Tokenizer Tokenizer, Vocabulary Vocabulary) Read(IReadOnlyDictionary<string, string> files, bool lowercase)
    {
        if (files.TryGetValue(SubwordFiles.WordPiece, out string? wordPiece))
            return Read(SubwordFiles.WordPiece, () => ReadWordPiece(wordPiece, lowercase));
        if (files.TryGetValue(SubwordFiles.BpeVocabulary, out string? vocabulary) && files.TryGetValue(SubwordFiles.BpeMerges, out string? merges))
            return Read($"{SubwordFiles.BpeVocabulary} or {SubwordFiles.BpeMerges}", () => ReadBpe(vocabulary, merges));
        return files.TryGetValue(SubwordFiles.SentencePiece, out string? model)
            ? Read(SubwordFiles.SentencePiece, () => ReadSentencePiece(model))
            : throw new InvalidDataException(
                "The tokenizer has none of the files that are known: vocab.txt (WordPiece), vocab.json and merges.txt (BPE), or a .model (SentencePiece).");
    }

    /// <summary>The library tells of damage by exceptions of many kinds, a null reference among them. A disk that can't be read is no damage.</summary>
    private static (Tokenizer Tokenizer, Vocabulary Vocabulary) Read(string name, Func<(Tokenizer Tokenizer, Vocabulary Vocabulary)> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or not (OutOfMemoryException or IOException))
        {
            throw new InvalidDataException($"The tokenizer's {name} can't be read: {error.Message}", error);
        }
    }

    private static (Tokenizer Tokenizer, Vocabulary Vocabulary) ReadWordPiece(string path, bool lowercase)
    {
        using FileStream file = File.OpenRead(path);
        // Texts are in lower case already where that is wanted.
        Tokenizer tokenizer = BertTokenizer.Create(file, new BertOptions { LowerCaseBeforeTokenization = false, RemoveNonSpacingMarks = lowercase });
        string[] lines = File.ReadAllLines(path, Encoding.UTF8);
        return (tokenizer, ById(lines.Select((token, id) => KeyValuePair.Create(token, id)).Where(pair => pair.Key.Length > 0)));
    }

    private static (Tokenizer Tokenizer, Vocabulary Vocabulary) ReadBpe(string vocabularyPath, string mergesPath)
    {
        using FileStream file = File.OpenRead(vocabularyPath);
        Dictionary<string, int> vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(file) ?? throw new InvalidDataException("It has no tokens.");
        Tokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            // The first line may name the version of the format.
            Merges = File.ReadLines(mergesPath, Encoding.UTF8).Where((line, index) => line.Length > 0 && !(index == 0 && line.StartsWith("#version", StringComparison.Ordinal))),
            ByteLevel = true,
            PreTokenizer = RobertaPreTokenizer.Instance,
        });
        return (tokenizer, ById(vocabulary));
    }

    private static (Tokenizer Tokenizer, Vocabulary Vocabulary) ReadSentencePiece(string path)
    {
        using FileStream file = File.OpenRead(path);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Create(file, addBeginningOfSentence: false, addEndOfSentence: false);
        return (tokenizer, ById(tokenizer.Vocabulary));
    }

    /// <summary>Ids without a token get a name, since every line of a vocabulary has one.</summary>
    private static Vocabulary ById(IEnumerable<KeyValuePair<string, int>> ids)
    {
        KeyValuePair<string, int>[] all = [.. ids];
        int size = all.Length == 0 ? 0 : all.Max(pair => pair.Value) + 1;
        if (size is < 1 or > MostIds || all.Min(pair => pair.Value) < 0)
            throw new InvalidDataException($"Ids must be 0 to {MostIds - 1}, and there must be some.");
        string[] tokens = [.. Enumerable.Range(0, size).Select(id => $"[GAP{id}]")];
        foreach ((string token, int id) in all) tokens[id] = token;
        return Vocabulary.Closed(tokens);
    }
}
