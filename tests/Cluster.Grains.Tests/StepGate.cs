namespace Cluster.Grains.Tests;

/// <summary>Holds back one silo's gradients of one step until the test opens it, and tells when it is reached.</summary>
internal sealed class StepGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<string> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _after = int.MaxValue;
    private int _passed;

    /// <summary>Lets so many gradients pass and holds the next one.</summary>
    /// <returns>Completes with the silo's name when one is held.</returns>
    public Task<string> CloseAfter(int gradients)
    {
        _reached = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _passed = 0;
        Volatile.Write(ref _after, gradients);
        return _reached.Task;
    }

    /// <summary>Lets everything pass from now on.</summary>
    public void Open()
    {
        Volatile.Write(ref _after, int.MaxValue);
        _opened.TrySetResult();
    }

    /// <summary>Passes, or waits.</summary>
    public async Task Pass(string silo, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _passed) <= Volatile.Read(ref _after)) return;
        _reached.TrySetResult(silo);
        await _opened.Task.WaitAsync(cancel);
    }
}
