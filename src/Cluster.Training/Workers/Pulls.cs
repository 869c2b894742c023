namespace Cluster.Training.Workers;

/// <summary>Pulls of one phase of a step, all at once.</summary>
internal static class Pulls
{
    /// <summary>Waits for all pulls. The first that fails ends the others: a peer that gave up this step too never publishes.</summary>
    public static async Task All(Func<CancellationToken, IEnumerable<Task>> start, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        List<Task> pulls = [.. start(stop.Token)];
        try
        {
            for (var open = new List<Task>(pulls); open.Count > 0;)
            {
                Task next = await Task.WhenAny(open);
                open.Remove(next);
                await next;
            }
        }
        catch
        {
            stop.Cancel();
            // They write into vectors that are about to be given back.
            await Task.WhenAll(pulls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }
    }
}
