namespace Cluster.Grains.Jobs;

/// <summary>Wakes everyone who waits at the moment it is set. Used within one grain, so from one thread at a time.</summary>
internal sealed class TaskSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Wakes the waiting.</summary>
    public void Set()
    {
        TaskCompletionSource old = _next;
        _next = New();
        old.SetResult();
    }

    /// <summary>Waits until it is set, at most so long.</summary>
    public async Task Wait(TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await _next.Task.WaitAsync(limit, time, cancel);
        }
        catch (TimeoutException)
        {
            // Nothing happened: the caller answers with an empty page.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
