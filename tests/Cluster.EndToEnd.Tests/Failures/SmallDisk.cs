using System.Diagnostics;

namespace Cluster.EndToEnd.Tests.Failures;

/// <summary>A disk in memory that a test may fill. Skips the test, with the reason, where none can be mounted.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    /// <summary>Mounts it.</summary>
    public SmallDisk()
    {
        Path = Directory.CreateTempSubdirectory("cluster-e2e-disk-").FullName;
        _filler = System.IO.Path.Combine(Path, "filler");
        string? reason = !Environment.IsPrivilegedProcess ? "Mounting a small disk needs root."
            : Run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", Path) != 0 ? "This system allows no mounts."
            : null;
        if (reason is null)
            return;
        Directory.Delete(Path);
        Assert.Skip(reason);
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Fills it up.</summary>
    /// <param name="free">Bytes that stay free.</param>
    public void Fill(long free)
    {
        using FileStream file = new(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[Environment.SystemPageSize];
        try
        {
            while (new DriveInfo(Path).AvailableFreeSpace > free)
                file.Write(page);
        }
        catch (IOException)
        {
            // The silo was quicker with the last page.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free() => File.Delete(_filler);

    /// <inheritdoc/>
    public void Dispose()
    {
        Assert.Equal(0, Run("umount", "-l", Path));
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
