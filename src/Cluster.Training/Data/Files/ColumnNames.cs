using Cluster.Training.Specs;

namespace Cluster.Training.Data.Files;

/// <summary>Rules for the names of columns.</summary>
internal static class ColumnNames
{
    private const int Longest = 200;
    private const int Shown = 20;

    /// <summary>Returns names that can be used: neither too many nor too long, each once.</summary>
    /// <exception cref="InvalidDataException">The names break a rule.</exception>
    public static IReadOnlyList<string> Checked(InputFile file, long line, IReadOnlyList<string> names)
    {
        if (names.Count > FileLimits.Columns) throw BadFile.At(
            file.Line(line), $"There are {names.Count} columns; at most {FileLimits.Columns} are read.");
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name.Length > Longest) throw BadFile.At(file.Line(line), name, $"The name of the column is over {Longest} characters; shorten it.");
            if (!known.Add(name)) throw BadFile.At(file.Line(line), name, "The column is there twice; names of columns must differ.");
        }

        return names;
    }

    /// <summary>The place in a file of each wanted column.</summary>
    /// <exception cref="InvalidDataException">The file lacks one of them.</exception>
    public static int[] Places(InputFile file, IReadOnlyList<string> own, IReadOnlyList<string> wanted)
    {
        Dictionary<string, int> places = own.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. wanted.Select(column => places.TryGetValue(column, out int place)
            ? place
            : throw BadFile.At(file.Line(1), $"There is no column '{column}'; the file has {List(own)}."))];
    }

    /// <summary>Names as people list them, at most 20.</summary>
    public static string List(IReadOnlyList<string> names) =>
        Sentence.List(names.Count <= Shown ? names : [.. names.Take(Shown), $"{names.Count - Shown} more"]);
}
