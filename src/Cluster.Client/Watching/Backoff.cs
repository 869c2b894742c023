namespace Cluster.Client.Watching;

/// <summary>Waits longer after every failure: 0.1 s, doubled up to 5 s.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = First;

    /// <summary>Starts again from the shortest wait, after something went well.</summary>
    public void Reset() => _next = First;

    /// <summary>Waits.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        TimeSpan wait = _next;
        _next = TimeSpan.FromTicks(Math.Min(Longest.Ticks, wait.Ticks * 2));
        await Task.Delay(wait, time, cancel);
    }
}
