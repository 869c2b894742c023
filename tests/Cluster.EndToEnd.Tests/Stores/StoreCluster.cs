using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Stores;

/// <summary>Three silos that share a store and nothing else: each has a data directory of its own, as on a machine of its own.</summary>
internal sealed class StoreCluster : IAsyncDisposable
{
    private readonly TestCluster[] _machines = [new(), new(), new()];
    private readonly RunningCommand[] _silos = new RunningCommand[3];
    private readonly StoreServer _store;
    private readonly string _connectionFile;

    /// <summary>Makes the machines; no silo runs yet.</summary>
    public StoreCluster(StoreServer store)
    {
        _store = store;
        _connectionFile = _machines[0].Write("connection", store.Connection + "\n");
    }

    /// <summary>The machine on which commands run.</summary>
    public TestCluster First => _machines[0];

    /// <summary>Where the connection string is.</summary>
    public string ConnectionFile => _connectionFile;

    /// <summary>Machines on whose disk a blob is.</summary>
    public IReadOnlyList<int> HoldersOf(string sha256) =>
        [.. Enumerable.Range(0, _machines.Length).Where(machine => File.Exists(Path.Combine(_machines[machine].Data, "blobs", sha256[..2], sha256[2..])))];

    /// <summary>Starts one silo after another; each is ready when the next is started.</summary>
    public async Task StartAsync()
    {
        for (int i = 0; i < _machines.Length; i++)
        {
            _silos[i] = StartSilo(i);
            await Limit.KeepAsync($"silo {i}", ReadyAsync(i), () => "");
        }
    }

    /// <summary>Asks all silos to end, one after another, and waits until they have.</summary>
    public async Task StopAsync()
    {
        foreach (RunningCommand silo in _silos)
        {
            Signals.SendTerminate(silo.Pid);
            (await silo.EndAsync()).AssertExitCode(0);
        }
    }

    /// <summary>Ends a silo as a power cut does.</summary>
    public void Kill(int machine) => Signals.SendKill(_silos[machine].Pid);

    /// <summary>Starts a silo; it may not get ready.</summary>
    public RunningCommand StartSilo(int machine) => _machines[machine].Start(
        Repository.SiloProgram,
        "",
        ["--data", _machines[machine].Data, "--name", $"machine-{machine}", "--lanes", "1", "--storage", _store.Kind, "--connectionFile", _connectionFile]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (TestCluster machine in _machines) await machine.DisposeAsync();
    }

    private async Task ReadyAsync(int machine)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_machines[machine].Silos.All(silo => silo.Pid != _silos[machine].Pid)) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
