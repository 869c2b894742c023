using System.Runtime.CompilerServices;
using Cluster.Grains.Workers;
using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Grains.Jobs;

/// <summary>Claims a job's share of the silos again and again, and hands what it gets to the job's workers. Used within one grain.</summary>
/// <param name="job">The job.</param>
/// <param name="group">Its workers.</param>
/// <param name="shares">Who divides.</param>
/// <param name="started">Whether it trains already.</param>
/// <param name="time">The clock.</param>
internal sealed class ShareClaim(Job job, GrainWorkerGroup group, ISiloSharesGrain shares, bool started, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private bool _started = started;

    /// <summary>Why the job has what it has.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Waits until there is a share to begin with. Yields why not, whenever that changes.</summary>
    public async IAsyncEnumerable<string> Wait([EnumeratorCancellation] CancellationToken cancel)
    {
        string told = "";
        // A silo that has just joined may not see itself yet: the first answer is not worth an event.
        for (int asked = 0; !await Ask(); asked++)
        {
            if (asked > 0 && Reason != told) yield return told = Reason;
            await Task.Delay(Period, time, cancel);
        }

        _started = true;
    }

    /// <summary>Claims until it is cancelled.</summary>
    public async Task Renew(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(Period, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!cancel.IsCancellationRequested) await Ask();
        }
    }

    private async Task<bool> Ask()
    {
        try
        {
            WorkerSpec workers = job.ResolvedSpec.Workers;
            var demand = new JobDemand(job.Id, job.CreateTime.ToDateTimeOffset(), workers.Min, workers.Max, _started, [.. group.Held]);
            JobShare share = await shares.Claim(demand);
            Reason = share.Reason;
            group.Offer(share.Silos);
            return share.Silos.Count > 0;
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // Who divides is on its way to another silo. What the job has it keeps.
            return false;
        }
    }
}
