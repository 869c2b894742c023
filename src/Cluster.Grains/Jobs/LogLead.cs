using Cluster.Training.Planning;

namespace Cluster.Grains.Jobs;

/// <summary>
/// How far a run is ahead of its log. While the log keeps up, by the steps of one plan: the workers remember the reports of two, so whoever takes over
/// misses none. What is not a step no worker remembers, so nothing goes before it. While the store is silent the run goes on. Used within one grain.
/// </summary>
internal sealed class LogLead(TimeProvider time)
{
    /// <summary>A run that is so far ahead waits for the store.</summary>
    public const int Most = 4096;

    /// <summary>A store that takes longer is silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Queue<Task> _pending = [];
    private bool _silent;

    /// <summary>Takes an event that is being stored, and waits until the run may go on.</summary>
    /// <param name="stored">Ends when the event is stored; what it throws is thrown here, now or later.</param>
    /// <param name="isStep">Whether it is a step.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task Add(Task stored, bool isStep, CancellationToken cancel)
    {
        _pending.Enqueue(stored);
        await TakeStored();
        if (_pending.Count <= 1) _silent = false;
        int lead = _silent ? Most : isStep ? PlanLength.Most : 0;
        try
        {
            while (_pending.Count > lead)
            {
                await _pending.Peek().WaitAsync(_silent ? Timeout.InfiniteTimeSpan : Patience, time, cancel);
                await TakeStored();
            }
        }
        catch (TimeoutException)
        {
            _silent = true;
        }
    }

    /// <summary>Waits a moment for what is on its way, at the end of a run.</summary>
    public async Task Settle()
    {
        await Task.WhenAll(_pending).WaitAsync(Patience, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _pending.Clear();
        _silent = false;
    }

    private async Task TakeStored()
    {
        while (_pending.TryPeek(out Task? first) && first.IsCompleted) await _pending.Dequeue();
    }
}
