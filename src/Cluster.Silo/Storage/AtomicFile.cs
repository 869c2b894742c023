namespace Cluster.Silo.Storage;

/// <summary>Writes files so that readers and crashes meet the old content or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces a file: temporary file, flush to disk, rename. One writer at a time.</summary>
    /// <param name="path">The file, in a directory that is there.</param>
    /// <param name="parts">The new content, in pieces.</param>
    /// <exception cref="IOException">The disk is full or not writable; the old content stays.</exception>
    public static async Task Replace(string path, params IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        string temporary = $"{path}.tmp";
        var file = new FileStream(temporary, FileMode.Create, FileAccess.Write);
        try
        {
            await using (file)
            {
                foreach (ReadOnlyMemory<byte> part in parts) await file.WriteAsync(part);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
