using System.Globalization;
using Cluster.V1;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>The protocol under thousands of random schedules; a schedule is its seed.</summary>
public sealed class SimulationTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Fact]
    public void Whatever_happens_and_in_whatever_order_the_run_ends_as_if_nothing_had_happened()
    {
        (int first, int count) = Chosen(2000);
        SimulateAll(SimulationSpec.Of(epochs: 3), first, count);
    }

    [Fact]
    public void So_it_does_where_plans_have_several_steps()
    {
        (int first, int count) = Chosen(300);
        SimulateAll(SimulationSpec.Of(epochs: 2, examples: 100, checkpointEvery: 7), first, count);
    }

    [Theory]
    [InlineData(2, SyncSpec.Types.Codec.None)]
    [InlineData(2, SyncSpec.Types.Codec.Int4)]
    [InlineData(8, SyncSpec.Types.Codec.Int8)]
    [InlineData(1, SyncSpec.Types.Codec.Topk)]
    public void So_it_does_with_local_steps_and_compressed_messages(int localSteps, SyncSpec.Types.Codec codec)
    {
        (int first, int count) = Chosen(150);
        SimulateAll(SimulationSpec.Of(epochs: 4, shards: 6, new SyncSpec { LocalSteps = localSteps, Replicas = 3, Compress = codec }), first, count);
    }

    private static void SimulateAll(JobSpec spec, int first, int count)
    {
        Reference reference = Reference.Of(spec);
        for (int seed = first; seed < first + count; seed++)
        {
            using var cluster = new SimulatedCluster(spec, seed);
            if (Simulate(cluster, reference) is { } broken) Assert.Fail(Report(seed, broken, cluster));
        }
    }

    [Fact]
    public void A_seed_gives_the_same_schedule_every_time()
    {
        JobSpec spec = SimulationSpec.Of(epochs: 3);
        Reference reference = Reference.Of(spec);
        string[][] stories = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using var cluster = new SimulatedCluster(spec, 4);
            Simulate(cluster, reference);
            return cluster.Story.Concat(cluster.Log.Events.Select(happened => happened.ToString())).ToArray();
        })];
        Assert.Equal(stories[0], stories[1]);
    }

    private static string? Simulate(SimulatedCluster cluster, Reference reference)
    {
        var adversary = new Adversary(cluster);
        adversary.Prepare();
        var invariants = new Invariants(cluster, reference);
        while (cluster.Coordinator!.Model is null)
        {
            if (!cluster.World.Step()) return "nothing happens any more";
            if (invariants.Broken() is { } broken) return broken;
            if (cluster.World.Now > adversary.Over + Bound) return "the run does not end";
        }

        return invariants.Broken() ?? invariants.LedgerBroken();
    }

    private static (int First, int Count) Chosen(int usual)
    {
        int Number(string name, int otherwise) =>
            int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int given) ? given : otherwise;
        int seed = Number("CLUSTER_SIMULATION_SEED", -1);
        return seed >= 0 ? (seed, Number("CLUSTER_SIMULATIONS", 1)) : (1, Number("CLUSTER_SIMULATIONS", usual));
    }

    private static string Report(int seed, string broken, SimulatedCluster cluster) => string.Join('\n', [
        $"seed {seed}: {broken}",
        $"repeat it with: CLUSTER_SIMULATION_SEED={seed} dotnet run --project tests/Cluster.Training.Tests -- --filter-class \"*SimulationTests\"",
        .. cluster.Story,
        "last events:",
        .. cluster.Log.Events.TakeLast(12).Select(happened => happened.ToString()),
    ]);
}
