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

    /// <summary>Edits (insert, delete, replace) that turn one text into the other (Levenshtein 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
