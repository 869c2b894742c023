namespace Cluster.Training.Workers;

/// <summary>The place in a <see cref="TurnQueue"/>, given up when disposed.</summary>
internal readonly struct Turn(TurnQueue queue) : IAsyncDisposable
{
    /// <summary>Gives the place up.</summary>
    public ValueTask DisposeAsync()
    {
        queue.Leave();
        return ValueTask.CompletedTask;
    }
}
