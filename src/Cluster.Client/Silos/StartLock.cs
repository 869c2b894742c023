namespace Cluster.Client.Silos;

/// <summary>Lets one process at a time count and start the silos of a data directory. Ends with the process that holds it.</summary>
internal static class StartLock
{
    // EWOULDBLOCK of flock: someone else has it.
    private const int TryAgain = 11;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock; disposing the result gives it back.</summary>
    public static async Task<IDisposable> TakeAsync(string folder, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "start.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (error.HResult == TryAgain)
            {
                await Task.Delay(Poll, time, cancel);
            }
        }
    }
}
