using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>A command that was started, with all it writes.</summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _error = new();
    private readonly Task<string> _out;
    private readonly Task _errorRead;
    private readonly Func<string> _logs;

    private RunningCommand(Process process, Func<string> logs)
    {
        _process = process;
        _logs = logs;
        _out = process.StandardOutput.ReadToEndAsync();
        _errorRead = ReadErrorsAsync();
    }

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts a program with pipes for all its streams.</summary>
    /// <param name="start">Program, arguments and environment.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="logs">What to show beside its output if it is too slow.</param>
    public static RunningCommand Start(ProcessStartInfo start, string input, Func<string> logs)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return new RunningCommand(process, logs);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandResult> EndAsync()
    {
        await Limit.KeepAsync($"the end of {this}", Task.WhenAll(_out, _errorRead, _process.WaitForExitAsync()), Show);
        return new CommandResult(_process.ExitCode, await _out, _error.ToString());
    }

    /// <summary>Waits for a line among its errors and progress that has not been waited for yet.</summary>
    public async Task<string> LineAsync(string part)
    {
        return await Limit.KeepAsync($"\"{part}\" from {this}", FindAsync(), Show);

        async Task<string> FindAsync()
        {
            await foreach (string line in _errorLines.Reader.ReadAllAsync())
            {
                if (line.Contains(part, StringComparison.Ordinal))
                    return line;
            }

            throw new InvalidOperationException($"{this} ended without the line \"{part}\".\n{Show()}");
        }
    }

    /// <summary>Kills it if it runs.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private string Show()
    {
        lock (_error)
            return $"It wrote:\n{_error}\n{_logs()}";
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is string line)
        {
            lock (_error)
                _error.Append(line).Append('\n');
            _errorLines.Writer.TryWrite(line);
        }

        _errorLines.Writer.Complete();
    }
}
