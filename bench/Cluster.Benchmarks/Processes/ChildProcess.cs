using System.Diagnostics;
using System.Globalization;

namespace Cluster.Benchmarks.Processes;

/// <summary>Starts programs bound to one core.</summary>
internal static class ChildProcess
{
    private const string Taskset = "/usr/bin/taskset";

    /// <summary>Whether programs can be bound to a core.</summary>
    public static bool CanBind => File.Exists(Taskset);

    /// <summary>Starts a program that prints into a file.</summary>
    /// <param name="core">The core it runs on, counted over those there are; null for all of them.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="log">The file.</param>
    public static Process Start(int? core, IEnumerable<string> command, string log) =>
        Start(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, .. Bound(core, command)], keepOutput: false);

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> Run(int? core, IReadOnlyList<string> command, CancellationToken cancel)
    {
        using Process process = Start([.. Bound(core, command)], keepOutput: true);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {output}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static IEnumerable<string> Bound(int? core, IEnumerable<string> command) => core is int chosen && CanBind
        ? [Taskset, "-c", (chosen % Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture), .. command]
        : command;

    private static Process Start(string[] command, bool keepOutput)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = keepOutput };
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }
}
