using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cluster.Client.Access;
using Cluster.Client.Connections;
using Cluster.Client.Errors;

namespace Cluster.Client.Silos;

/// <summary>A silo that this process started. It has its own session, so that neither Ctrl-C here nor our end reaches it.</summary>
internal sealed partial class SiloProcess : IDisposable
{
    private const int TerminateSignal = 15;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly SiloLog _log;
    private readonly string _recordFile;
    private readonly ClientAccess _access;
    private readonly TimeProvider _time;

    private SiloProcess(Process process, string name, SiloLog log, string recordFile, ClientAccess access, TimeProvider time)
    {
        _process = process;
        Name = name;
        _log = log;
        _recordFile = recordFile;
        _access = access;
        _time = time;
    }

    /// <summary>The silo's name.</summary>
    public string Name { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a silo; it is ready later.</summary>
    /// <param name="executable">The silo's program.</param>
    /// <param name="directory">Its data directory, which exists.</param>
    /// <param name="name">Its name.</param>
    /// <param name="strength">What it computes with.</param>
    /// <param name="parent">Process with which it ends; null to live on.</param>
    /// <param name="time">Clock.</param>
    public static SiloProcess Start(string executable, SiloDirectory directory, string name, SiloStrength strength, int? parent, TimeProvider time)
    {
        SiloLog log = new(directory.LogFile(name));
        // The shell points the silo's output at the log: a pipe to us would break when we end. setsid keeps the process id,
        // because a child of ours leads no process group.
        ProcessStartInfo start = new("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-c", "log=$1; shift; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1", "sh", log.Path, executable },
        };
        List<string> arguments = ["--data", directory.Path, "--name", name, .. strength.ArgumentsOf(name)];
        if (parent is int pid)
            arguments.AddRange(["--parent", Text(pid)]);
        arguments.ForEach(start.ArgumentList.Add);
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        process.StandardOutput.Close();
        process.StandardError.Close();
        return new SiloProcess(process, name, log, directory.RecordFile(process.Id), directory.Access, time);
    }

    /// <summary>Waits until the silo serves.</summary>
    /// <exception cref="ClusterException">Unavailable: it ended, or was not ready within 60 s; says why.</exception>
    public async Task<SiloRecord> ReadyAsync(CancellationToken cancel)
    {
        long began = _time.GetTimestamp();
        while (true)
        {
            SiloRecord? record = SiloRecord.TryRead(_recordFile);
            if (record is not null && await HealthProbe.ServesAsync(record.FrontDoor, _access, _time, cancel))
                return record;
            if (HasEnded)
                throw new ClusterException(ErrorKind.Unavailable, $"The silo {Name} did not start. {_log.Explain()}");
            if (_time.GetElapsedTime(began) > ReadyLimit)
                throw new ClusterException(ErrorKind.Unavailable, $"The silo {Name} was not ready after 60 seconds; its log is {_log.Path}.");
            await Task.Delay(Poll, _time, cancel);
        }
    }

    /// <summary>Waits until it ends, and says why it did.</summary>
    public async Task<string> EndedAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        return $"The silo {Name} ended. {_log.Explain()}";
    }

    /// <summary>Asks it to end, and kills it if it has not after 10 s.</summary>
    public async Task StopAsync()
    {
        if (!HasEnded)
            _ = Signal(_process.Id, TerminateSignal);
        using CancellationTokenSource limit = new(StopLimit, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Lets go of it; it runs on.</summary>
    public void Dispose() => _process.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
