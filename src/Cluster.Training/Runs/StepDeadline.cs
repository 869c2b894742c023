namespace Cluster.Training.Runs;

/// <summary>Decides how long a step may take before a worker that has not answered counts as lost.</summary>
public static class StepDeadline
{
    /// <summary>The first steps load libraries and warm up; nothing is known about their length yet.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(120);

    /// <summary>Over the noise of a busy machine. A false alarm costs a repeated step and never shows in the result.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    /// <summary>Limit for the next step.</summary>
    /// <param name="lastSeconds">Seconds the last step took; null if none was made yet with these workers.</param>
    public static TimeSpan After(double? lastSeconds) =>
        lastSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Max(Least.TotalSeconds, seconds * 20)) : First;
}
