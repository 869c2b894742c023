namespace Cluster.Silo.Storage;

/// <summary>
/// A file that one holder at a time has open, across processes. The system frees it when its process ends, however it ends.
/// </summary>
internal static class FileLock
{
    /// <summary>EWOULDBLOCK, which .NET passes on as it is: somebody else holds the file.</summary>
    private const int Held = 11;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(5);

    /// <summary>Takes a lock at once, or returns null if somebody holds it.</summary>
    /// <param name="path">The file; made if it is missing, in a directory that is there.</param>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.HResult == Held)
        {
            return null;
        }
    }

    /// <summary>Waits for a lock, at most so long.</summary>
    /// <returns>The lock, to be disposed; null if it was not free in time.</returns>
    public static async Task<FileStream?> Take(string path, TimeSpan limit, TimeProvider time)
    {
        for (long began = time.GetTimestamp(); ;)
        {
            if (TryTake(path) is { } taken) return taken;
            if (time.GetElapsedTime(began) >= limit) return null;
            await Task.Delay(Retry, time);
        }
    }
}
