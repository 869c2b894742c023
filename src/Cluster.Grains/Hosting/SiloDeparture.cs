namespace Cluster.Grains.Hosting;

/// <summary>
/// The moment from which a silo gives up what it does for jobs, because it is about to stop. Until then it may be told to stop, and
/// still serve those who have not noticed.
/// </summary>
public sealed class SiloDeparture : IDisposable
{
    private readonly CancellationTokenSource _begun = new();

    /// <summary>Cancelled when it begins.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Begins it.</summary>
    internal void Begin() => _begun.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _begun.Dispose();
}
