using System.Globalization;
using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Processes;

namespace Cluster.Benchmarks.Ladder;

/// <summary>Says which rungs a ladder has.</summary>
/// <param name="preset">What is trained.</param>
/// <param name="size">How much, by one worker.</param>
/// <param name="device">What is computed on; <c>cuda</c> gives each silo a GPU of its own.</param>
/// <param name="bind">Whether each worker on a processor is bound to a core of its own.</param>
/// <param name="time">Clock.</param>
internal sealed class LadderPlan(Preset preset, JobSize size, string device, bool bind, TimeProvider time)
{
    /// <summary>Matrix products.</summary>
    public IRung Peak => new ProcessRung("matrix products", Core, [Programs.Own, "rung", "peak", "--device", device]);

    // What a worker does beside its GPU wants more than the core that feeds it.
    private bool Bind => bind && device == "cpu";

    private int? Core => Bind ? 0 : null;

    /// <summary>Starts what the rungs need.</summary>
    /// <param name="silos">Silos of the last rung.</param>
    /// <param name="shards">Shards of 32 sequences a worker in the rungs that show the cost of exactness; 1 for no such rungs.</param>
    /// <param name="peers">Other programs, <c>NAME=COMMAND</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<LadderRungs> Build(int silos, int shards, IEnumerable<string> peers, CancellationToken cancel)
    {
        var rungs = new LadderRungs();
        try
        {
            rungs.All.Add(Child("raw", "raw", size));
            rungs.All.Add(Child("worker", "local", size));
            if (shards > 1)
            {
                JobSize many = size with { Sequences = size.Sequences * shards, Shards = shards };
                rungs.All.Add(Child(Text($"worker, {shards} shards"), "local", many));
                rungs.All.Add(Child("worker, the same batch as 1 shard", "local", many with { Shards = 1 }));
            }

            await AddSilos(rungs, 1, 1, cancel);
            if (silos > 1) await AddSilos(rungs, silos, shards, cancel);
            rungs.All.AddRange(ProcessRung.Peers(peers));
            return rungs;
        }
        catch
        {
            await rungs.DisposeAsync();
            throw;
        }
    }

    private async Task AddSilos(LadderRungs rungs, int count, int shards, CancellationToken cancel)
    {
        SiloCluster silos = rungs.Keep(await SiloCluster.Start(count, [Programs.Silo], device, Bind, time, cancel));
        JobSize all = size with { Sequences = size.Sequences * count, Shards = size.Shards * count };
        string name = count == 1 ? "1 silo" : Text($"{count} silos");
        rungs.All.Add(new SiloRung(name, silos, preset, all));
        if (shards == 1) return;
        JobSize many = all with { Sequences = all.Sequences * shards, Shards = all.Shards * shards };
        rungs.All.Add(new SiloRung(Text($"{name}, {shards} shards each"), silos, preset, many));
        rungs.All.Add(new SiloRung($"{name}, the same batch as 1 shard each", silos, preset, many with { Shards = count }));
    }

    private ProcessRung Child(string name, string rung, JobSize all) => new(
        name,
        Core,
        [
            Programs.Own, "rung", rung, "--preset", preset.Name, "--sequences", Text($"{all.Sequences}"), "--parts", Text($"{all.Shards}"),
            "--warm-up", Text($"{all.WarmUp}"), "--steps", Text($"{all.Steps}"), "--device", device,
        ]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
