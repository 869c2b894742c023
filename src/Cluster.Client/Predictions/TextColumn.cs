using Cluster.Client.Errors;
using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>Decides which column of a table holds the text to predict from.</summary>
internal static class TextColumn
{
    /// <summary>Returns the index: of the column that was asked for, else of the one the model learned from, else of the only one.</summary>
    /// <param name="columns">Names of the table's columns.</param>
    /// <param name="model">The model.</param>
    /// <param name="asked">What the user asked for; null for nothing.</param>
    /// <param name="file">The file, for messages.</param>
    public static int Find(IReadOnlyList<string> columns, Model model, string? asked, string file)
    {
        string name = asked ?? model.Input?.Text ?? "";
        int index = columns.ToList().IndexOf(name);
        if (index >= 0) return index;
        if (asked is null && columns.Count == 1) return 0;
        throw new ClusterException(
            ErrorKind.Usage, $"{file} has no column \"{name}\"; it has {string.Join(", ", columns)}. Name the one with the text by --column.");
    }
}
