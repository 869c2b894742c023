namespace Cluster.Models.Devices;

/// <summary>A computation with a result; it either begins once or is given up before, never both.</summary>
internal sealed class LaneCall<T>(Func<int, T> compute) : LaneWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Ends with the result, or with what went wrong.</summary>
    public Task<T> Completion => _completion.Task;

    public override void Run(int lane)
    {
        if (!Take()) return;
        try
        {
            _completion.SetResult(compute(lane));
        }
        catch (Exception exception)
        {
            // The lane must live on; whoever waits gets to know.
            _completion.SetException(exception);
        }
    }

    /// <summary>Gives up if the computation has not begun.</summary>
    public void Cancel(CancellationToken cancel)
    {
        if (Take()) _completion.SetCanceled(cancel);
    }

    public override void Abandon()
    {
        if (Take()) _completion.SetException(new ObjectDisposedException(nameof(CpuDevice)));
    }

    private bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;
}
