using Cluster.Client.Errors;
using Cluster.Client.Rendering;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>Shows a job's progress until its end.</summary>
internal sealed class JobFollower(ClusterClient client, IProgressDisplay display, TimeProvider time)
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Sequence of the last event shown.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Follows a job to its final state.</summary>
    /// <returns>The job at its end, and the mean training examples per second over all steps seen.</returns>
    public async Task<(Job Job, double ExamplesPerSecond)> FollowAsync(string job, long after, CancellationToken cancel)
    {
        TrainingProgress progress = new(await client.GetJobAsync(job, cancel));
        JobWatcher watcher = client.Watch(job, after);
        LastSequence = after;
        try
        {
            await ShowAsync(watcher, progress, job, cancel);
        }
        finally
        {
            display.Finish();
        }
        return (await client.GetJobAsync(job, cancel), progress.MeanExamplesPerSecond);
    }

    private async Task ShowAsync(JobWatcher watcher, TrainingProgress progress, string job, CancellationToken cancel)
    {
        await using IAsyncEnumerator<JobEvent> events = watcher.GetAsyncEnumerator(cancel);
        Task tick = Task.Delay(TickEvery, time, cancel);
        while (true)
        {
            Task<bool> next = events.MoveNextAsync().AsTask();
            while (!next.IsCompleted && await Task.WhenAny(next, tick) == tick && !next.IsCompleted)
            {
                display.Tick(progress, watcher.Interruption);
                tick = cancel.IsCancellationRequested ? next : Task.Delay(TickEvery, time, cancel);
            }
            if (!await next)
                return;
            // The length of the run follows from the data, so it may be unknown at first.
            if (progress.TotalSteps == 0
                && events.Current.EventCase is JobEvent.EventOneofCase.Prepared or JobEvent.EventOneofCase.EpochCompleted)
                await UpdateAsync(progress, job, cancel);
            progress.Apply(events.Current);
            display.Show(events.Current, progress);
            LastSequence = watcher.LastSequence;
        }
    }

    private async Task UpdateAsync(TrainingProgress progress, string job, CancellationToken cancel)
    {
        try
        {
            progress.Update(await client.GetJobAsync(job, cancel));
        }
        catch (ClusterException error) when (error.Kind == ErrorKind.Unavailable)
        {
            // Progress does without the time left until the next try.
        }
    }
}
