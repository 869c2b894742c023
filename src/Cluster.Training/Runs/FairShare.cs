using System.Globalization;

namespace Cluster.Training.Runs;

/// <summary>
/// Divides silos among jobs: each gets about as many as the others, at least its min and at most its max. A silo serves one job
/// where that is possible, and several only so that none has to wait. A pure function.
/// </summary>
public static class FairShare
{
    /// <summary>Decides for all jobs at once.</summary>
    /// <param name="jobs">The jobs that want silos.</param>
    /// <param name="silos">Names of the silos there are.</param>
    /// <param name="jobsPerSilo">Most jobs that begin on one silo; at least 1.</param>
    /// <returns>A share for each job, by its id.</returns>
    public static IReadOnlyDictionary<string, JobShare> Decide(IReadOnlyList<JobDemand> jobs, IReadOnlyList<string> silos, int jobsPerSilo)
    {
        string[] names = [.. silos.Order(StringComparer.Ordinal)];
        JobDemand[] ordered = [.. jobs.OrderBy(job => !job.Started).ThenBy(job => job.Created).ThenBy(job => job.Job, StringComparer.Ordinal)];
        var shares = new Dictionary<string, JobShare>();
        // Who is older gets the odd silo, whether it trains already or not: so nothing moves when nothing changed.
        List<JobDemand> admitted = [.. Admit(ordered, names.Length, jobsPerSilo, shares)
            .OrderBy(job => job.Created).ThenBy(job => job.Job, StringComparer.Ordinal)];
        int[] counts = Counts(admitted, names.Length, jobsPerSilo);
        IReadOnlyList<string>[] dealt = Deal(admitted, counts, names, keep: true) ?? Deal(admitted, counts, names, keep: false)!;
        for (int i = 0; i < admitted.Count; i++) shares[admitted[i].Job] = new JobShare(dealt[i], Granted(dealt[i].Count, names.Length, admitted.Count));
        return shares;
    }

    // First come, first served; but a job that needs more silos than there are holds up nobody.
    private static List<JobDemand> Admit(JobDemand[] jobs, int silos, int jobsPerSilo, Dictionary<string, JobShare> shares)
    {
        var admitted = new List<JobDemand>();
        int places = silos * jobsPerSilo, waiting = 0;
        foreach (JobDemand job in jobs)
        {
            int need = job.Started ? Math.Min(job.Min, silos) : job.Min;
            if (need > silos || silos == 0)
            {
                shares[job.Job] = new JobShare([], TooFew(silos, need));
            }
            else if (job.Started || (waiting == 0 && need <= places))
            {
                admitted.Add(job);
                places -= need;
            }
            else
            {
                shares[job.Job] = new JobShare([], Full(silos, admitted.Count, waiting++));
            }
        }

        return admitted;
    }

    private static int[] Counts(List<JobDemand> jobs, int silos, int jobsPerSilo)
    {
        bool allMins = jobs.Sum(job => Math.Min(job.Min, silos)) <= silos * jobsPerSilo;
        int[] counts = [.. jobs.Select(job => job.Started && !allMins ? 1 : Math.Min(job.Min, silos))];
        for (int free = silos - counts.Sum(); free > 0; free--)
        {
            int poorest = -1;
            for (int i = 0; i < counts.Length; i++)
            {
                if (counts[i] < Math.Min(jobs[i].Max, silos) && (poorest < 0 || counts[i] < counts[poorest])) poorest = i;
            }

            if (poorest < 0) break;
            counts[poorest]++;
        }

        return counts;
    }

    // Everyone keeps what it has, if loads stay even that way; null if they do not. Without keeping they always do:
    // whoever takes the least loaded silos leaves loads that differ by one at most.
    private static IReadOnlyList<string>[]? Deal(List<JobDemand> jobs, int[] counts, string[] silos, bool keep)
    {
        if (jobs.Count == 0) return [];
        // Every silo has this load, some have one more.
        int even = counts.Sum() / silos.Length, more = counts.Sum() % silos.Length;
        int[] load = new int[silos.Length];
        SortedSet<int>[] taken = [.. jobs.Select(_ => new SortedSet<int>())];
        for (int i = 0; keep && i < taken.Length; i++)
        {
            for (int silo = 0; silo < silos.Length && taken[i].Count < counts[i]; silo++)
            {
                bool isFull = load[silo] > even || (load[silo] == even && more == 0);
                if (isFull || !jobs[i].Holds.Contains(silos[silo])) continue;
                taken[i].Add(silo);
                if (load[silo]++ == even) more--;
            }
        }

        for (int i = 0; i < taken.Length; i++)
        {
            while (taken[i].Count < counts[i])
            {
                int least = Enumerable.Range(0, silos.Length).Where(silo => !taken[i].Contains(silo)).MinBy(silo => load[silo]);
                taken[i].Add(least);
                load[least]++;
            }
        }

        return keep && load.Max() - load.Min() > 1 ? null : [.. taken.Select(set => (IReadOnlyList<string>)[.. set.Select(silo => silos[silo])])];
    }

    private static string TooFew(int silos, int need) => string.Create(
        CultureInfo.InvariantCulture,
        $"{silos} of {need} workers; starts when {(need - silos == 1 ? "1 more silo joins" : $"{need - silos} more silos join")}");

    private static string Full(int silos, int running, int before) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Plural(running, "job")} run on {Plural(silos, "silo")} and leave no place; starts when {(before == 0 ? "one ends" : $"some end, after {Plural(before, "job")} that came before")}");

    private static string Granted(int granted, int silos, int jobs) => string.Create(
        CultureInfo.InvariantCulture, $"{granted} of {Plural(silos, "silo")} for this job; {Plural(jobs, "job")} share them");

    private static string Plural(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
