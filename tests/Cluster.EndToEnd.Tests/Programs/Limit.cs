namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>The longest that a test waits for anything. Far above what a slow machine needs: it only ends what hangs.</summary>
internal static class Limit
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Waits for a task.</summary>
    /// <param name="what">What is awaited, for the failure.</param>
    /// <param name="task">The task.</param>
    /// <param name="explain">Tells what is known when it took too long.</param>
    public static async Task<T> KeepAsync<T>(string what, Task<T> task, Func<string> explain)
    {
        try
        {
            return await task.WaitAsync(Longest, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Longest.TotalSeconds:0} s for {what}. {explain()}");
        }
    }

    /// <summary>Waits for a task without a result.</summary>
    /// <param name="what">What is awaited, for the failure.</param>
    /// <param name="task">The task.</param>
    /// <param name="explain">Tells what is known when it took too long.</param>
    public static Task KeepAsync(string what, Task task, Func<string> explain) => KeepAsync(what, Finished(task), explain);

    private static async Task<bool> Finished(Task task)
    {
        await task;
        return true;
    }
}
