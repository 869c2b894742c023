using Google.Protobuf.Reflection;

namespace Cluster.Client.Specs;

/// <summary>Guesses what was meant by a name that does not exist.</summary>
internal static class Suggestion
{
    /// <summary>Returns the known name nearest to the given one, or null if none is near.</summary>
    public static string? Nearest(string given, IEnumerable<string> known)
    {
        string plain = Plain(given);
        int limit = Math.Max(1, plain.Length / 3);
        return known
            .Select(name => (Name: name, Distance: Distance(plain, Plain(name))))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Returns the path of a field of this name further down, such as <c>training.epochs</c>, or null.</summary>
    public static string? Below(string given, MessageDescriptor message)
    {
        Queue<(string Path, MessageDescriptor Message)> open = new([("", message)]);
        HashSet<MessageDescriptor> seen = [message];
        while (open.TryDequeue(out (string Path, MessageDescriptor Message) at))
        {
            foreach (FieldDescriptor field in at.Message.Fields.InDeclarationOrder())
            {
                if (field.JsonName == given)
                    return at.Path + field.JsonName;
                if (field is { FieldType: FieldType.Message, IsRepeated: false } && seen.Add(field.MessageType))
                    open.Enqueue(($"{at.Path}{field.JsonName}.", field.MessageType));
            }
        }
        return null;
    }

    // Letter case and underscores are the commonest slips, and cost nothing: batch_size means batchSize.
    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Edits (insert, delete, replace, swap neighbours) that turn one text into the other (Damerau 1964).</summary>
    private static int Distance(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (isSwap)
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[a.Length, b.Length];
    }
}
