using System.Security.Cryptography;
using Cluster.Grains.Serialization;
using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Grains.Jobs;

/// <summary>The list of all jobs.</summary>
[KeepAlive]
public sealed class JobDirectoryGrain(
    [PersistentState("directory")] IPersistentState<JobDirectoryState> state) : Grain, IJobDirectoryGrain
{
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 6;

    /// <inheritdoc/>
    public async Task<CreateResult> Create(JobSpec spec, JobSpec resolved, string requestId)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(spec.ToByteArray()));
        if (state.State.Requests.TryGetValue(requestId, out JobRequest? known))
            return new CreateResult(known.SpecSha256 == digest ? await Coordinator(known.Job).Start(spec, resolved) : null);

        string id = $"{resolved.Name}-{RandomNumberGenerator.GetString(IdLetters, IdLength)}";
        state.State.Jobs.Add(id);
        state.State.Open.Add(id);
        if (requestId.Length > 0) state.State.Requests.Add(requestId, new JobRequest(id, digest));
        await Save();
        return new CreateResult(await Coordinator(id).Start(spec, resolved));
    }

    /// <inheritdoc/>
    public Task<JobPage> List(int? end, int take)
    {
        List<string> jobs = state.State.Jobs;
        int last = Math.Clamp(end ?? jobs.Count, 0, jobs.Count), first = Math.Max(0, last - take);
        return Task.FromResult(new JobPage([.. Enumerable.Reverse(jobs[first..last])], first));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Open() => Task.FromResult<IReadOnlyList<string>>([.. state.State.Open]);

    /// <inheritdoc/>
    public async Task Close(string job)
    {
        if (state.State.Open.Remove(job)) await Save();
    }

    private Task Save() => state.WriteOrForget(this);

    private ICoordinatorGrain Coordinator(string job) => GrainFactory.GetGrain<ICoordinatorGrain>(job);
}
