using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Data.Texts;

/// <summary>
/// The files of a tokenizer for SUBWORD, recognised by the end of their names: <c>vocab.txt</c> for WordPiece, <c>vocab.json</c> and
/// <c>merges.txt</c> for byte-level BPE, <c>.model</c> for SentencePiece. Other files are left alone.
/// </summary>
public static class SubwordFiles
{
    /// <summary>WordPiece: one token a line; the line's number, from 0, is its id.</summary>
    public const string WordPiece = "vocab.txt";

    /// <summary>BPE: a JSON object from token to id.</summary>
    public const string BpeVocabulary = "vocab.json";

    /// <summary>BPE: one merge a line, the first ones first.</summary>
    public const string BpeMerges = "merges.txt";

    /// <summary>SentencePiece: a protobuf message.</summary>
    public const string SentencePiece = "tokenizer.model";

    private const string SentencePieceEnd = ".model";

    /// <summary>The names under which the files are in a model folder, whatever they were called before.</summary>
    public static IReadOnlyList<string> Names { get; } = [WordPiece, BpeVocabulary, BpeMerges, SentencePiece];

    /// <summary>Returns the files of a tokenizer, called as in <see cref="Names"/>.</summary>
    /// <param name="source">A dataset of files; null for none.</param>
    /// <exception cref="InvalidDataException">Two files are for the same purpose.</exception>
    public static IReadOnlyDictionary<string, DatasetFile> Find(DatasetSource? source)
    {
        var found = new Dictionary<string, DatasetFile>(StringComparer.Ordinal);
        foreach (DatasetFile file in source?.Files ?? [])
        {
            if (NameOf(file.Name) is not { } name) continue;
            if (!found.TryAdd(name, file))
                throw new InvalidDataException($"The tokenizer has two files for the same purpose, {found[name].Name} and {file.Name}.");
        }

        return found;
    }

    /// <summary>Returns the paths of the files of a tokenizer by their names in <see cref="Names"/>.</summary>
    /// <param name="source">A dataset of files; null for none.</param>
    /// <param name="blobs">Holds the files.</param>
    /// <exception cref="InvalidDataException">Two files are for the same purpose.</exception>
    public static IReadOnlyDictionary<string, string> PathsOf(DatasetSource? source, BlobStore blobs) =>
        Find(source).ToDictionary(pair => pair.Key, pair => blobs.PathOf(pair.Value.Sha256), StringComparer.Ordinal);

    private static string? NameOf(string file) =>
        file.EndsWith(SentencePieceEnd, StringComparison.OrdinalIgnoreCase)
            ? SentencePiece
            : Names.FirstOrDefault(name => file.EndsWith(name, StringComparison.OrdinalIgnoreCase));
}
