namespace Cluster.Training.Planning;

/// <summary>
/// Decides how many steps a plan has. Between two plans everyone waits for reports and for the coordinator, and the log and all who watch
/// learn of the steps. A pure function.
/// </summary>
public static class PlanLength
{
    /// <summary>Most steps of a plan. Workers remember the reports of two plans, see <see cref="Workers.RecentReports"/>.</summary>
    public const int Most = 8;

    /// <summary>Seconds that a plan may take: whoever watches, pauses or joins waits so long.</summary>
    private const double Seconds = 0.2;

    /// <summary>Fewer steps say nothing about how long one takes.</summary>
    private const int Fewest = 3;

    /// <summary>Steps of the next plan; at least 1.</summary>
    /// <param name="recent">Seconds that the last steps of the same workers took each, in any order. After a disturbance there are none, and the next step shows at once.</param>
    /// <param name="available">Steps until something else is to be done; at least 1.</param>
    public static int Of(IReadOnlyCollection<double> recent, int available)
    {
        if (recent.Count < Fewest) return 1;
        double median = recent.Order().ElementAt(recent.Count / 2);
        return (int)Math.Clamp(Seconds / Math.Max(median, 1e-9), 1, Math.Min(available, Most));
    }
}
