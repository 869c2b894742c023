namespace Cluster.Training.Metrics;

/// <summary>
/// Reads spans from IOB, IOB2 or IOBES tags as seqeval's default mode and the conlleval script do: a span begins at <c>B-</c> and <c>S-</c>,
/// and also at another tag after <c>O</c>, <c>E-</c>, <c>S-</c> or a tag of another type; it ends before the next one and before <c>O</c>.
/// So predictions that break the scheme still give spans.
/// </summary>
public sealed class SpanTags
{
    private const char Outside = 'O';

    private readonly char[] _prefixes;
    private readonly string[] _types;

    private SpanTags(IReadOnlyList<string> labels)
    {
        _prefixes = [.. labels.Select(label => label[0])];
        _types = [.. labels.Select(label => label.Length > 2 ? label[2..] : "")];
    }

    /// <summary>Judges by the names whether classes are span tags: <c>O</c>, or <c>B-</c>, <c>I-</c>, <c>E-</c> or <c>S-</c> and a type.</summary>
    /// <param name="labels">Class names.</param>
    /// <returns>The tags; null if a class is no such tag, or all are <c>O</c>.</returns>
    public static SpanTags? Of(IReadOnlyList<string> labels) =>
        labels.Any(label => label != "O") && labels.All(label => label == "O" || label is ['B' or 'I' or 'E' or 'S', '-', _, ..])
            ? new SpanTags(labels)
            : null;

    /// <summary>Returns the spans of a sentence.</summary>
    /// <param name="classes">Class of each token.</param>
    /// <returns>Type, first token and one past the last token of each span, in order.</returns>
    public IReadOnlyList<(string Type, int First, int End)> Spans(ReadOnlySpan<int> classes)
    {
        var spans = new List<(string, int, int)>();
        int first = -1;
        for (int i = 0; i <= classes.Length; i++)
        {
            bool inside = i < classes.Length && _prefixes[classes[i]] != Outside;
            bool begins = inside && (first < 0 || Begins(classes[i - 1], classes[i]));
            if (first >= 0 && (begins || !inside))
            {
                spans.Add((_types[classes[first]], first, i));
                first = -1;
            }

            if (begins) first = i;
        }

        return spans;
    }

    /// <summary>Counts the spans of a sentence by type: one is right if its type, begin and end are.</summary>
    /// <param name="labels">Class of each token.</param>
    /// <param name="predictions">Predicted class of each token.</param>
    /// <param name="counts">Receives the counts.</param>
    public void Count(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, IDictionary<string, HitCounts> counts)
    {
        IReadOnlyList<(string Type, int First, int End)> there = Spans(labels);
        HashSet<(string Type, int First, int End)> known = [.. there];
        foreach ((string type, _, _) in there) Add(type, new HitCounts(0, 1, 0));
        foreach ((string Type, int First, int End) span in Spans(predictions)) Add(span.Type, new HitCounts(known.Contains(span) ? 1 : 0, 0, 1));

        void Add(string type, HitCounts more) => counts[type] = (counts.TryGetValue(type, out HitCounts so) ? so : default).Add(more);
    }

    private bool Begins(int before, int now) =>
        _prefixes[now] is 'B' or 'S' || _prefixes[before] is 'E' or 'S' || !string.Equals(_types[before], _types[now], StringComparison.Ordinal);
}
