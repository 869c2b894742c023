using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cluster.EndToEnd.Tests.Stores;

/// <summary>A real server of a store, on a free port, with a folder of its own. Ends with the test, however that ends.</summary>
internal abstract class StoreServer : IAsyncDisposable
{
    /// <summary>Makes a folder for it.</summary>
    protected StoreServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        Folder = Directory.CreateTempSubdirectory("cluster-store-").FullName;
        AppDomain.CurrentDomain.ProcessExit += EndAtExit;
    }

    /// <summary>How a silo's settings call it.</summary>
    public abstract string Kind { get; }

    /// <summary>How to reach it.</summary>
    public abstract string Connection { get; }

    /// <summary>Its port.</summary>
    protected int Port { get; }

    /// <summary>Where its data lies.</summary>
    protected string Folder { get; }

    /// <summary>Starts it; it answers when this returns.</summary>
    public abstract Task StartAsync();

    /// <summary>Makes it silent.</summary>
    public abstract Task HoldAsync();

    /// <summary>Lets it answer again.</summary>
    public abstract Task ContinueAsync();

    /// <summary>Removes everything from it.</summary>
    public abstract Task EmptyAsync();

    /// <summary>What of the cluster is in it, in any form, without the members that silos tell of themselves.</summary>
    public abstract Task<string> ContentAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndAtExit;
        End();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends it at once.</summary>
    protected abstract void End();

    /// <summary>Runs a program to its end; fails with what it wrote unless it ended well.</summary>
    protected static async Task<string> RunAsync(string program, params string[] arguments)
    {
        (int code, string output) = await TryRunAsync(program, arguments);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    /// <summary>Skips the test, with the reason, where a program is missing.</summary>
    protected static async Task RequireAsync(string program, string package)
    {
        try
        {
            await TryRunAsync(program, "--version");
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is missing; Debian has it in {package}.");
        }
    }

    private static async Task<(int Code, string Output)> TryRunAsync(string program, params string[] arguments)
    {
        // A server that is started by the program keeps its pipes open: output goes to a file.
        string log = Path.GetTempFileName();
        ProcessStartInfo start = new("/bin/sh", ["-c", "log=$1; shift; command -v \"$1\" >/dev/null || exit 127; exec \"$@\" </dev/null >\"$log\" 2>&1", "sh", log, program, .. arguments]);
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string output = await File.ReadAllTextAsync(log);
        File.Delete(log);
        return process.ExitCode == 127 ? throw new Win32Exception($"{program} is missing") : (process.ExitCode, output);
    }

    private void EndAtExit(object? sender, EventArgs happened) => End();
}
