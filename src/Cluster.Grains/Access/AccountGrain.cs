using Cluster.Grains.Jobs;
using Cluster.Grains.Serialization;
using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Grains.Access;

/// <summary>The jobs of one caller.</summary>
public sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> state,
    TimeProvider time) : Grain, IAccountGrain
{
    /// <summary>A front door that was lost between taking a place and giving it back must not keep it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> _reserved = [];

    /// <inheritdoc/>
    public async Task<bool> Reserve(int limit)
    {
        DateTimeOffset now = time.GetUtcNow();
        while (_reserved.TryPeek(out DateTimeOffset oldest) && now - oldest > Patience) _reserved.Dequeue();
        if (await Running(limit) + _reserved.Count >= limit) return false;
        _reserved.Enqueue(now);
        return true;
    }

    /// <inheritdoc/>
    public async Task Settle(string job)
    {
        if (job.Length > 0 && state.State.Jobs.Add(job)) await Save();
        _reserved.TryDequeue(out _);
    }

    /// <inheritdoc/>
    public Task<bool> OwnsJob(string job) => Task.FromResult(state.State.Jobs.Contains(job));

    // The directory hears a little late that a job has ended; where it matters, the jobs themselves are asked.
    private async Task<int> Running(int limit)
    {
        IReadOnlyList<string> all = await GrainFactory.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key).Open();
        string[] open = [.. all.Where(state.State.Jobs.Contains)];
        if (open.Length + _reserved.Count < limit) return open.Length;
        Job?[] jobs = await Task.WhenAll(open.Select(job => GrainFactory.GetGrain<ICoordinatorGrain>(job).Get()));
        return jobs.Count(job => job is not null && !JobView.IsFinal(job.State));
    }

    private Task Save() => state.WriteOrForget(this);
}
