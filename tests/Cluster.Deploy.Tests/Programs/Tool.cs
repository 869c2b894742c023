using System.Diagnostics;

namespace Cluster.Deploy.Tests.Programs;

/// <summary>A program of the system that may be missing.</summary>
internal static class Tool
{
    /// <summary>Skips the test where a program is missing.</summary>
    public static void Need(string program) =>
        Assert.SkipUnless(Exists(program), $"{program} is not installed");

    /// <summary>Whether a program is there.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end, at most for so long.</summary>
    public static async Task<ToolResult> RunAsync(TimeSpan limit, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath() };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token), error = process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return new ToolResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>Runs a program with the environment as it is.</summary>
    public static Task<ToolResult> RunAsync(TimeSpan limit, string program, params string[] arguments) =>
        RunAsync(limit, new Dictionary<string, string>(), program, arguments);
}
