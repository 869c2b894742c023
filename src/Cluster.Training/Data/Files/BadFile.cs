using Cluster.Training.Data.Texts;

namespace Cluster.Training.Data.Files;

/// <summary>Exceptions for what is wrong in a file: where, then a sentence that says what would be right.</summary>
internal static class BadFile
{
    private const int LongestName = 100;

    /// <summary>The file as a whole.</summary>
    public static InvalidDataException At(string file, string sentence, Exception? cause = null) => new($"{file}: {sentence}", cause);

    /// <summary>A line.</summary>
    public static InvalidDataException At(RecordPlace place, string sentence, Exception? cause = null) => new($"{place}: {sentence}", cause);

    /// <summary>A field.</summary>
    public static InvalidDataException At(RecordPlace place, string column, string sentence) =>
        new($"{place}, column '{(column.Length > LongestName ? column[..LongestName] + "..." : column)}': {sentence}");
}
