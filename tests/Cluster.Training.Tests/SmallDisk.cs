using System.Diagnostics;

namespace Cluster.Training.Tests;

/// <summary>A disk of one MiB that a test may fill. Skips the test, with the reason, where none can be mounted.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDisk()
    {
        string? reason = !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "Mounting a small disk needs root on Linux."
            : Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Path) != 0 ? "This system allows no mounts."
            : null;
        if (reason is null) return;
        _directory.Dispose();
        Assert.Skip(reason);
    }

    public string Path => _directory.Path;

    public string[] Files() => _directory.Files();

    public void Dispose()
    {
        Assert.Equal(0, Run("umount", Path));
        _directory.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
