using System.Globalization;
using Cluster.V1;

namespace Cluster.Training.Metrics;

/// <summary>Writes counts by class as the public message.</summary>
internal static class ClassReports
{
    /// <summary>Makes the report; classes are left out where there are too many for a confusion matrix.</summary>
    /// <param name="tally">Counts by class.</param>
    /// <param name="labels">Class names; not read where classes are left out.</param>
    /// <param name="spans">Counts by type of span; null where labels are no span tags.</param>
    public static ClassReport Of(ClassTally tally, IReadOnlyList<string> labels, IReadOnlyDictionary<string, HitCounts>? spans)
    {
        var report = new ClassReport();
        if (tally.Confusion is { } confusion)
        {
            report.Classes.Add(tally.Classes.Select((one, index) => Row(labels[index], one)));
            report.Confusion.Add(confusion);
        }
        else
        {
            report.LeftOut = string.Create(
                CultureInfo.InvariantCulture, $"There are {tally.Classes.Length} classes; they are listed for at most {ClassTally.MostConfused}.");
        }

        if (spans is not null)
            report.Spans.Add(spans.OrderBy(span => span.Key, StringComparer.Ordinal).Select(span => Row(span.Key, span.Value)));
        return report;
    }

    private static ClassRow Row(string name, HitCounts counts) =>
        new() { Name = name, Precision = counts.Precision, Recall = counts.Recall, F1 = counts.F1, Support = counts.Labelled };
}
