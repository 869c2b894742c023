namespace Cluster.Training.Workers;

/// <summary>Pulls of one step. The first that fails ends the others: a peer that gave up this step too never publishes.</summary>
internal sealed class Pulls(CancellationToken cancel) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private readonly List<Task> _pulls = [];

    /// <summary>Begins a pull.</summary>
    public void Add(Func<CancellationToken, Task> pull) => _pulls.Add(pull(_stop.Token));

    /// <summary>Waits for all pulls that were begun.</summary>
    public async Task All()
    {
        try
        {
            for (var open = new List<Task>(_pulls); open.Count > 0;)
            {
                Task next = await Task.WhenAny(open);
                open.Remove(next);
                await next;
            }
        }
        catch
        {
            _stop.Cancel();
            throw;
        }
    }

    /// <summary>Ends what is still under way: it writes into vectors that are about to be given back.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await Task.WhenAll(_pulls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }
}
