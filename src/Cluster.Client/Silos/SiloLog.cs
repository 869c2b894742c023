namespace Cluster.Client.Silos;

/// <summary>Reads what one run of a silo wrote to its log, which earlier runs of the same name share.</summary>
internal sealed class SiloLog
{
    private const string ErrorMark = "error: ";
    private const int LastLines = 5;

    private readonly long _start;

    /// <summary>Remembers where the log ends now, before a silo is started.</summary>
    public SiloLog(string path)
    {
        Path = path;
        _start = File.Exists(path) ? new FileInfo(path).Length : 0;
    }

    /// <summary>The log file.</summary>
    public string Path { get; }

    /// <summary>Says why the silo ended: its last line that starts with <c>error: </c>, or else its last lines.</summary>
    public string Explain()
    {
        List<string> lines = Lines();
        string? error = lines.LastOrDefault(line => line.StartsWith(ErrorMark, StringComparison.Ordinal));
        if (error is not null)
            return error[ErrorMark.Length..];
        return lines.Count == 0
            ? $"Its log {Path} is empty."
            : $"Its log {Path} ends with:\n{string.Join('\n', lines.TakeLast(LastLines))}";
    }

    private List<string> Lines()
    {
        if (!File.Exists(Path))
            return [];
        using FileStream file = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Min(_start, file.Length), SeekOrigin.Begin);
        using StreamReader reader = new(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
