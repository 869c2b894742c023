using Cluster.Client.Silos;
using Cluster.EndToEnd.Tests.Programs;
using Cluster.V1;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>All faults that the promise is tested with.</summary>
internal static class FaultTable
{
    private const int Short = 8;
    private const int Long = 30;

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(300);

    /// <summary>The faults.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("SIGKILL of a worker's silo", Short, TimeSpan.FromSeconds(1), scene => Kill(scene.Pick(scene.Others))),
        new("SIGKILL of the coordinator's silo", Short, TimeSpan.FromSeconds(5), scene => Kill(scene.Coordinator)),
        new("SIGKILL of the first silo", Short, TimeSpan.FromSeconds(5), scene => Kill(scene.First)),
        new("SIGKILL of two silos at once", Short, TimeSpan.FromSeconds(5), KillTwo),
        new("SIGKILL of all silos, started again", Short, null, KillAll),
        new("SIGSTOP of a worker's silo for 10 s", Long, TimeSpan.FromSeconds(3), scene => Hold(scene.Pick(scene.Others))),
        new("SIGSTOP of the coordinator's silo for 10 s", Long, TimeSpan.FromSeconds(3), scene => Hold(scene.Coordinator)),
        new("SIGTERM of a worker's silo", Short, TimeSpan.FromSeconds(0.5), scene => Terminate(scene.Pick(scene.Others))),
        new("SIGTERM of the coordinator's silo", Short, TimeSpan.FromSeconds(0.5), scene => Terminate(scene.Coordinator)),
        new("a silo joins", Short, TimeSpan.FromSeconds(0.5), scene => scene.Cluster.UpAsync(silos: 4, lanes: 1)),
        new("a worker ten times slower", Short, null, SlowDown),
        new("a data plane blocked for 10 s", Long, null, scene => Filter(scene, "drop", Held)),
        new("connections of a data plane reset", Short, null, scene => Filter(scene, "reject with tcp reset", Blink)),
        new("a checkpoint damaged, then all silos killed", Short, null, DamageCheckpoint),
    ];

    private static Task Kill(params IEnumerable<SiloRecord> silos)
    {
        foreach (SiloRecord silo in silos)
            Signals.SendKill(silo.Pid);
        return Task.CompletedTask;
    }

    private static Task KillTwo(FaultScene scene)
    {
        SiloRecord spared = scene.Pick(scene.Silos);
        return Kill(scene.Silos.Where(silo => silo != spared));
    }

    private static async Task KillAll(FaultScene scene)
    {
        await Kill(scene.Silos);
        await scene.Up.EndAsync();
        await scene.Cluster.UpAsync(silos: 3, lanes: 1);
    }

    private static Task Terminate(SiloRecord silo)
    {
        Signals.SendTerminate(silo.Pid);
        return Task.CompletedTask;
    }

    private static async Task Hold(SiloRecord silo)
    {
        Signals.SendStop(silo.Pid);
        await Task.Delay(Held, TimeProvider.System);
        Signals.SendContinue(silo.Pid);
    }

    // It may run for a tenth of the time.
    private static async Task SlowDown(FaultScene scene)
    {
        SiloRecord slow = scene.Pick(scene.Others);
        while (!scene.JobEnded.IsCompleted)
        {
            Signals.SendStop(slow.Pid);
            await Task.WhenAny(scene.JobEnded, Task.Delay(TimeSpan.FromMilliseconds(90), TimeProvider.System));
            Signals.SendContinue(slow.Pid);
            await Task.WhenAny(scene.JobEnded, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }
    }

    private static async Task Filter(FaultScene scene, string verdict, TimeSpan time)
    {
        using PacketFilter filter = new(scene.Pick(scene.Silos).DataPlane.Port, verdict);
        await Task.Delay(time, TimeProvider.System);
    }

    private static async Task DamageCheckpoint(FaultScene scene)
    {
        Checkpoint newest = scene.Job.Events.Last(read => read.CheckpointSaved is { Error: "" }).CheckpointSaved.Checkpoint;
        await Kill(scene.Silos);
        await scene.Up.EndAsync();
        using (FileStream file = File.Open(Path.Combine(scene.Cluster.Data, "blobs", newest.Sha256[..2], newest.Sha256[2..]), FileMode.Open))
        {
            file.Position = newest.Size / 2;
            int old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(old ^ 1));
        }

        await scene.Cluster.UpAsync(silos: 3, lanes: 1);
    }
}
