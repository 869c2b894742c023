namespace Cluster.Training.Workers;

/// <summary>A place in a queue of one, given up when disposed.</summary>
internal readonly struct Turn : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate;

    private Turn(SemaphoreSlim gate) => _gate = gate;

    /// <summary>Waits for the place.</summary>
    public static async Task<Turn> Take(SemaphoreSlim gate, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        return new Turn(gate);
    }

    /// <summary>Gives the place up.</summary>
    public ValueTask DisposeAsync()
    {
        _gate.Release();
        return ValueTask.CompletedTask;
    }
}
