using System.Diagnostics;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>Runs Python programs with the system's Python.</summary>
internal static class PythonProgram
{
    // The system's own one, which packages such as python3-torch are for; another one may come first on the path.
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Skips the test, with the reason, unless a module can be imported.</summary>
    public static async Task Require(string module, CancellationToken cancel)
    {
        Assert.SkipUnless(File.Exists(Interpreter), $"{Interpreter} is not installed");
        (int code, _, string error) = await Run(["-c", $"import {module}"], "", cancel);
        Assert.SkipWhen(code != 0, $"{Interpreter} can't import {module}, which Debian has as python3-{module}: {error.Split('\n')[^1]}");
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Out, string Error)> Run(IEnumerable<string> arguments, string input, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Interpreter, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), error = process.StandardError.ReadToEndAsync(cancel);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, (await error).Trim());
    }
}
