namespace Cluster.Silo.Tests.Servers;

/// <summary>Where a replica waits until a test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the first replica stands before the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets all replicas go on.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Waits, as a replica.</summary>
    public Task Pass(CancellationToken cancel)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancel);
    }
}
