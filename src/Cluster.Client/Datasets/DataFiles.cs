using Cluster.Client.Errors;

namespace Cluster.Client.Datasets;

/// <summary>Finds the files of a dataset in a folder, and a name for them.</summary>
internal static class DataFiles
{
    private const string Compressed = ".gz";
    private const int LongestStem = 60;

    private static readonly string[] Tables = [".csv", ".tsv", ".jsonl", ".ndjson", ".conllu", ".conll", ".iob", ".bio", ".parquet"];
    private static readonly string[] Tokenizers = ["vocab.txt", "vocab.json", "merges.txt", "tokenizer.json"];

    /// <summary>Whether a path leads to something: a file, a folder, or files that fit a last part with stars.</summary>
    public static bool Exists(string path) => Path.Exists(path) || Fitting(path).Length > 0;

    /// <summary>
    /// Returns the files that paths stand for: files themselves; all that fit, if the last part has stars, as in <c>en-*.conllu</c>; of a folder
    /// its data files and those of its folder <c>data</c>.
    /// </summary>
    /// <exception cref="ClusterException">Usage: a path leads nowhere, or a folder has no data.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Find)];

    /// <summary>A dataset's name made of a path's last part: <c>SMS Spam.csv.gz</c> becomes <c>sms-spam</c>.</summary>
    public static string NameOf(string path)
    {
        string last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        string stem = Directory.Exists(path) ? last : WithoutExtension(last);
        string plain = new([.. stem.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '.' ? c : '-')]);
        string name = string.Join('-', plain.Split(['-', '.'], StringSplitOptions.RemoveEmptyEntries));
        return name.Length == 0 ? "dataset" : name.Length > LongestStem ? name[..LongestStem].TrimEnd('-') : name;
    }

    private static IEnumerable<string> Find(string path)
    {
        if (File.Exists(path)) return [path];
        if (Fitting(path) is { Length: > 0 } fitting) return fitting;
        if (!Directory.Exists(path)) throw new ClusterException(ErrorKind.Usage, $"There is no file or folder {path}.");
        string inner = Path.Combine(path, "data");
        string[] all = [.. Directory.EnumerateFiles(path), .. Directory.Exists(inner) ? Directory.EnumerateFiles(inner) : []];
        Array.Sort(all, StringComparer.Ordinal);
        string[] tables = [.. all.Where(IsTable)];
        string[] found = tables.Length > 0 ? tables : [.. all.Where(IsTokenizer)];
        return found.Length > 0
            ? found
            : throw new ClusterException(ErrorKind.Usage, $"The folder {path} has no data files ({string.Join(' ', Tables)}, each also with {Compressed}).");
    }

    private static string[] Fitting(string path)
    {
        string pattern = Path.GetFileName(path);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!pattern.Contains('*', StringComparison.Ordinal) || !Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)];
    }

    private static bool IsTable(string path)
    {
        string plain = path.EndsWith(Compressed, StringComparison.Ordinal) ? path[..^Compressed.Length] : path;
        return Tables.Contains(Path.GetExtension(plain), StringComparer.Ordinal);
    }

    private static bool IsTokenizer(string path) => Tokenizers.Contains(Path.GetFileName(path)) || path.EndsWith(".model", StringComparison.Ordinal);

    private static string WithoutExtension(string name) =>
        Path.GetFileNameWithoutExtension(name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? name[..^Compressed.Length] : name);
}
