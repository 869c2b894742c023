using Cluster.Training.Data;
using Cluster.Training.Metrics;
using Cluster.V1;

namespace Cluster.Training.Tests.Metrics;

public class SpanTagsTests
{
    private static readonly string[] Labels = ["O", "B-MISC", "I-MISC", "B-PER", "I-PER"];
    private static readonly string[] Scheme = ["O", .. from type in (string[])["X", "Y"] from prefix in (string[])["B", "I", "E", "S"] select $"{prefix}-{type}"];

    [Fact]
    public void Spans_are_scored_as_in_the_readme_of_seqeval()
    {
        // y_true = [['O', 'O', 'O', 'B-MISC', 'I-MISC', 'I-MISC', 'O'], ['B-PER', 'I-PER', 'O']],
        // y_pred = [['O', 'O', 'B-MISC', 'I-MISC', 'I-MISC', 'I-MISC', 'O'], ['B-PER', 'I-PER', 'O']]: F1 0.50, accuracy 0.80 (8 of 10),
        // MISC 0, 0, 0 of 1 and PER 1, 1, 1 of 1.
        int[][] truth = [[0, 0, 0, 1, 2, 2, 0], [3, 4, 0, -1, -1, -1, -1]], predicted = [[0, 0, 1, 2, 2, 2, 0], [3, 4, 0, 3, 3, 3, 3]];
        var targets = new BatchTargets(7, [7, 3], [.. truth.SelectMany(row => row)], null);
        float[] logits = [.. predicted.SelectMany(row => row).SelectMany(tag => Enumerable.Range(0, 5).Select(c => c == tag ? 9f : 0))];
        TokenCounts counts = TokenCounts.Of(logits, targets, 5, allowed: null, byClass: true, SpanTags.Of(Labels));
        IReadOnlyDictionary<string, double> metrics = counts.Metrics();
        Assert.Equal((0.5, 0.5, 0.5), (metrics["span_precision"], metrics["span_recall"], metrics["span_f1"]));
        Assert.Equal(0.8, metrics["accuracy"]);
        ClassReport report = counts.Report(Labels)!;
        Assert.Equal(
            [("MISC", 0.0, 0.0, 0.0, 1L), ("PER", 1, 1, 1, 1)],
            report.Spans.Select(row => (row.Name, row.Precision, row.Recall, row.F1, row.Support)));
    }

    [Theory]
    [InlineData("I-X I-X O I-Y", "X 0-2, Y 3-4")]
    [InlineData("B-X B-X I-X", "X 0-1, X 1-3")]
    [InlineData("B-X I-Y I-Y O", "X 0-1, Y 1-3")]
    [InlineData("B-X I-X E-X E-X", "X 0-3, X 3-4")]
    [InlineData("S-X S-X I-X", "X 0-1, X 1-2, X 2-3")]
    [InlineData("O E-X I-X S-Y", "X 1-2, X 2-3, Y 3-4")]
    [InlineData("O O", "")]
    public void Tags_that_break_the_scheme_still_give_spans(string tags, string expected)
    {
        int[] classes = [.. tags.Split(' ').Select(tag => Array.IndexOf(Scheme, tag))];
        Assert.Equal(expected, string.Join(", ", SpanTags.Of(Scheme)!.Spans(classes).Select(span => $"{span.Type} {span.First}-{span.End}")));
    }

    [Fact]
    public void Spans_are_those_of_the_tables_of_the_conlleval_script()
    {
        var random = new Random(11);
        SpanTags tags = SpanTags.Of(Scheme)!;
        for (int round = 0; round < 500; round++)
        {
            int[] classes = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(Scheme.Length))];
            Assert.Equal(ByTables([.. classes.Select(c => Scheme[c])]), tags.Spans(classes));
        }
    }

    [Theory]
    [InlineData(true, "O", "B-PER", "I-PER")]
    [InlineData(true, "S-A", "E-A", "B-A", "I-A")]
    [InlineData(false, "O")]
    [InlineData(false, "NOUN", "VERB")]
    [InlineData(false, "O", "B-PER", "X-PER")]
    [InlineData(false, "O", "B-")]
    [InlineData(false, "B", "I", "O")]
    public void Names_tell_whether_labels_are_span_tags(bool expected, params string[] labels) =>
        Assert.Equal(expected, SpanTags.Of(labels) is not null);

    [Fact]
    public void Spans_of_chunks_add_up()
    {
        SpanTags tags = SpanTags.Of(Labels)!;
        TokenCounts one = Of(tags, [1, 2], [1, 2]), two = Of(tags, [3, 4], [3, 0]);
        TokenCounts sum = one.Add(two).Add(one);
        Assert.Equal(new HitCounts(2, 2, 2), sum.Spans!["MISC"]);
        Assert.Equal(new HitCounts(0, 1, 1), sum.Spans!["PER"]);
        Assert.Equal(2.0 / 3, sum.Metrics()["span_f1"], 1e-12);
    }

    private static TokenCounts Of(SpanTags tags, int[] labels, int[] predicted) => TokenCounts.Of(
        [.. predicted.SelectMany(tag => Enumerable.Range(0, 5).Select(c => c == tag ? 1f : 0))],
        new BatchTargets(labels.Length, [labels.Length], labels, null), 5, null, byClass: true, tags);

    /// <summary>Each pair of neighbours by the tables of conlleval: may a chunk end between them, may one start.</summary>
    private static List<(string, int, int)> ByTables(string[] tags)
    {
        string[] ends = ["EE", "EI", "EO", "EB", "ES", "SE", "SI", "SO", "SB", "SS", "BB", "BS", "BO", "IB", "IS", "IO"];
        string[] starts = ["EE", "EI", "SE", "SI", "OE", "OI"];
        var spans = new List<(string, int, int)>();
        int first = 0;
        string before = "O", typeBefore = "";
        foreach ((int i, string tag) in tags.Append("O").Index())
        {
            string now = tag[..1], type = tag.Length > 2 ? tag[2..] : "";
            bool ended = ends.Contains(before + now) || (before != "O" && typeBefore != type);
            bool started = now is "B" or "S" || starts.Contains(before + now) || (now != "O" && typeBefore != type);
            if (ended) spans.Add((typeBefore, first, i));
            if (started) first = i;
            (before, typeBefore) = (now, type);
        }

        return spans;
    }
}
