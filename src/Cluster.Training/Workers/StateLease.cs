namespace Cluster.Training.Workers;

/// <summary>Permission to read a vector of a worker's state; the worker does nothing else until it is disposed.</summary>
public sealed class StateLease : IAsyncDisposable
{
    private readonly Turn _turn;

    internal StateLease(Turn turn, ReadOnlyMemory<float> values)
    {
        _turn = turn;
        Values = values;
    }

    /// <summary>The vector.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Ends the permission.</summary>
    public ValueTask DisposeAsync() => _turn.DisposeAsync();
}
