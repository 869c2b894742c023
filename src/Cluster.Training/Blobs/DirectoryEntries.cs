using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cluster.Training.Blobs;

/// <summary>Makes created and renamed files survive a power cut, not only their content.</summary>
internal static partial class DirectoryEntries
{
    // O_RDONLY | O_CLOEXEC on every Linux architecture that .NET runs on.
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Flushes a directory to disk on Linux; elsewhere that is left to the file system.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        if (!OperatingSystem.IsLinux()) return;
        using SafeFileHandle handle = new(Open(directory, ReadOnlyCloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"Cannot open {directory}: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.FlushToDisk(handle);
    }

    // .NET opens no directories.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);
}
