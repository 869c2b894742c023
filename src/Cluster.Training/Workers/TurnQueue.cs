namespace Cluster.Training.Workers;

/// <summary>A place that only one has at a time; first come, first served.</summary>
/// <remarks>A semaphore would do, but hands waiters to the thread pool, where no simulation can order them.</remarks>
internal sealed class TurnQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _taken;

    /// <summary>Waits for the place.</summary>
    public async Task<Turn> Take(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return new Turn(this);
            }

            _waiting.Enqueue(place);
        }

        using CancellationTokenRegistration stop = cancel.UnsafeRegister(static (waiter, token) => ((TaskCompletionSource)waiter!).TrySetCanceled(token), place);
        await place.Task;
        return new Turn(this);
    }

    /// <summary>Gives the place to the next who still waits.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult()) return;
            }

            _taken = false;
        }
    }
}
