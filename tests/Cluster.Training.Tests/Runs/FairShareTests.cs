using Cluster.Training.Runs;

namespace Cluster.Training.Tests.Runs;

public sealed class FairShareTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a", 3, "a:s0,s1,s2")]
    [InlineData("a b", 3, "a:s0,s1 b:s2")]
    [InlineData("a b c", 3, "a:s0 b:s1 c:s2")]
    [InlineData("a b", 1, "a:s0 b:s0")] // Two share a silo, a third waits.
    [InlineData("a b c", 1, "a:s0 b:s0 c:")]
    [InlineData("a b c", 2, "a:s0 b:s1 c:s0")]
    [InlineData("a b c d e", 2, "a:s0 b:s1 c:s0 d:s1 e:")]
    [InlineData("a/1/1 b", 3, "a:s0 b:s1,s2")] // At most max.
    [InlineData("a b/3/9", 3, "a:s0 b:s0,s1,s2")] // At least min, and nobody waits for it.
    [InlineData("a/4/9", 3, "a:")]
    [InlineData("a/4/9 b", 3, "a: b:s0,s1,s2")] // Who needs more than there is holds up nobody.
    [InlineData("a/2/9 b/2/9 c/2/9 d", 2, "a:s0,s1 b:s0,s1 c: d:")] // First come, first served.
    [InlineData("a", 0, "a:")]
    public void Silos_are_divided_by_min_max_and_age(string jobs, int silos, string expected) =>
        Assert.Equal(expected, Show(FairShare.Decide(Demands(jobs), Silos(silos), jobsPerSilo: 2)));

    [Theory]
    [InlineData("a*s0,s1,s2 b", 3, "a:s0,s1 b:s2")]
    [InlineData("a*s2 b*s0", 3, "a:s1,s2 b:s0")]
    [InlineData("a*s0 c*s0", 2, "a:s0 c:s1")] // Both keep nothing for its own sake: the free silo is used.
    [InlineData("b a*s1", 2, "a:s1 b:s0")]
    [InlineData("a*s0 b*s1 c*s2", 1, "a:s0 b:s0 c:s0")] // Silos are gone, but who trains goes on.
    [InlineData("a b*s0 c*s0 d*s0", 1, "a: b:s0 c:s0 d:s0")]
    [InlineData("a/3/9*s0", 2, "a:s0,s1")] // Below its min a job that trains goes on.
    public void Jobs_that_train_keep_what_they_have_as_far_as_that_is_fair(string jobs, int silos, string expected) =>
        Assert.Equal(expected, Show(FairShare.Decide(Demands(jobs), Silos(silos), jobsPerSilo: 2)));

    [Fact]
    public void A_reason_says_what_a_job_waits_for()
    {
        IReadOnlyDictionary<string, JobShare> few = FairShare.Decide(Demands("a/3/9 b/2/2"), Silos(1), 2);
        Assert.Equal("1 of 3 workers; starts when 2 more silos join", few["a"].Reason);
        Assert.Equal("1 of 2 workers; starts when 1 more silo joins", few["b"].Reason);
        IReadOnlyDictionary<string, JobShare> full = FairShare.Decide(Demands("a b c d"), Silos(1), 2);
        Assert.Equal("1 of 1 silo for this job; 2 jobs share them", full["a"].Reason);
        Assert.Equal("2 jobs run on 1 silo and leave no place; starts when one ends", full["c"].Reason);
        Assert.Equal("2 jobs run on 1 silo and leave no place; starts when some end, after 1 job that came before", full["d"].Reason);
    }

    [Fact]
    public void Any_number_of_jobs_and_silos_is_divided_evenly_within_limits_and_comes_to_rest()
    {
        var random = new Random(5);
        for (int round = 0; round < 3000; round++)
        {
            string[] silos = Silos(random.Next(7));
            int perSilo = random.Next(1, 4);
            JobDemand[] jobs = [.. Enumerable.Range(0, random.Next(1, 9)).Select(i =>
            {
                int min = random.Next(1, 4);
                bool started = random.Next(2) == 0;
                return new JobDemand(
                    $"j{i}", Noon.AddSeconds(random.Next(100)), min, min + random.Next(5), started, [.. Silos(7).Where(_ => started && random.Next(2) == 0)]);
            })];
            IReadOnlyDictionary<string, JobShare> shares = FairShare.Decide(jobs, silos, perSilo);
            Check(jobs, silos, perSilo, shares);

            // Who got something holds it and trains: asked again, nothing moves, and nobody new comes in.
            JobDemand[] next = [.. jobs.Select(job => job with { Holds = shares[job.Job].Silos, Started = job.Started || shares[job.Job].Silos.Count > 0 })];
            Assert.Equal(Show(shares), Show(FairShare.Decide(next, silos, perSilo)));
        }
    }

    private static void Check(JobDemand[] jobs, string[] silos, int perSilo, IReadOnlyDictionary<string, JobShare> shares)
    {
        int[] load = [.. silos.Select(silo => shares.Values.Count(share => share.Silos.Contains(silo)))];
        int running = shares.Values.Count(share => share.Silos.Count > 0), started = jobs.Count(job => job.Started);
        foreach (JobDemand job in jobs)
        {
            int count = shares[job.Job].Silos.Count;
            Assert.NotEmpty(shares[job.Job].Reason);
            Assert.Equal(count, shares[job.Job].Silos.Distinct().Intersect(silos).Count());
            Assert.True(count <= job.Max);
            if (job.Started && silos.Length > 0) Assert.True(count >= 1);
            if (!job.Started && count > 0) Assert.True(count >= job.Min);
        }

        if (silos.Length == 0) return;
        Assert.True(load.Max() - load.Min() <= 1);
        Assert.True(load.Max() <= Math.Max(perSilo, (started + silos.Length - 1) / silos.Length));
        // No silo is idle while a job could use one more.
        if (load.Min() == 0 && running > 0) Assert.All(jobs.Where(job => shares[job.Job].Silos.Count > 0), job => Assert.Equal(job.Max, shares[job.Job].Silos.Count));
    }

    private static string[] Silos(int count) => [.. Enumerable.Range(0, count).Select(i => $"s{i}")];

    // name/min/max*held,held
    private static JobDemand[] Demands(string jobs) => [.. jobs.Split(' ').Select(one =>
    {
        string[] parts = one.Split('*'), limits = parts[0].Split('/');
        bool bounded = limits.Length == 3;
        return new JobDemand(
            limits[0],
            Noon.AddMinutes(limits[0][0]),
            bounded ? int.Parse(limits[1], null) : 1,
            bounded ? int.Parse(limits[2], null) : 64,
            parts.Length == 2,
            parts.Length == 2 ? parts[1].Split(',') : []);
    })];

    private static string Show(IReadOnlyDictionary<string, JobShare> shares) =>
        string.Join(' ', shares.OrderBy(share => share.Key, StringComparer.Ordinal).Select(share => $"{share.Key}:{string.Join(',', share.Value.Silos)}"));
}
