namespace Cluster.Training.Runs;

/// <summary>Decides how long to wait for members before someone counts as late. Who is silent is found out sooner, see <see cref="MemberPulse"/>.</summary>
public static class StepDeadline
{
    /// <summary>The first steps load libraries and warm up; nothing is known about their length yet.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(120);

    /// <summary>Over the noise of a busy machine. A false alarm costs a repeated step and never shows in the result.</summary>
    private static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(2);

    /// <summary>Disks may stand still for seconds; and only a lost answer has to be found out in this way.</summary>
    private static readonly TimeSpan LeastTask = TimeSpan.FromSeconds(30);

    /// <summary>A step may take so many times as long as usual: batches differ, and lost workers' shards are done by the others.</summary>
    private const int Times = 6;

    /// <summary>After a false alarm the next one comes so many times later: whatever a step needs, it gets in the end.</summary>
    private const int Growth = 4;

    /// <summary>Limit for the next steps, all together.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="recent">Seconds that the last steps took each, in any order; empty if there were none.</param>
    /// <param name="overdue">How often in a row the limit has passed just now.</param>
    public static TimeSpan ForSteps(int steps, IReadOnlyCollection<double> recent, int overdue) => After([.. recent.Select(seconds => steps * seconds)], overdue, LeastStep);

    /// <summary>Limit for the next evaluation, checkpoint or export.</summary>
    /// <param name="recent">Seconds that the last ones took, in any order; empty if there were none.</param>
    /// <param name="overdue">How often in a row the limit has passed just now.</param>
    public static TimeSpan ForTask(IReadOnlyCollection<double> recent, int overdue) => After(recent, overdue, LeastTask);

    private static TimeSpan After(IReadOnlyCollection<double> recent, int overdue, TimeSpan least)
    {
        double seconds = recent.Count == 0
            ? First.TotalSeconds
            : Math.Max(least.TotalSeconds, recent.Order().ElementAt(recent.Count / 2) * Times);
        return TimeSpan.FromSeconds(seconds * Math.Pow(Growth, Math.Min(overdue, 6)));
    }
}
