using System.Globalization;

namespace Cluster.EndToEnd.Tests.Recovery;

/// <summary>
/// The promise: whatever happens to the machines does not show in the weights, the losses, the examples used and the events.
/// CLUSTER_FAULTS=10 makes ten runs of each fault whose time is limited instead of one, and then also checks the median of
/// how long the job stood still; CLUSTER_SEED=N repeats a run; CLUSTER_FAULT=WORDS chooses the faults whose name has these words;
/// CLUSTER_REPORT=FILE collects the figures.
/// </summary>
public sealed class FaultTests
{
    private const int FewestForMedian = 10;

    private static readonly int Repeats = Setting("CLUSTER_FAULTS", 1);

    private static readonly string Chosen = Environment.GetEnvironmentVariable("CLUSTER_FAULT") ?? "";

    /// <summary>Names of the chosen faults; by default all.</summary>
    public static TheoryData<string> Faults =>
        [.. FaultTable.All.Select(fault => fault.Name).Where(name => name.Contains(Chosen, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_shows_after(string name)
    {
        Fault fault = FaultTable.All.Single(fault => fault.Name == name);
        if (fault.Name.Contains("data plane", StringComparison.Ordinal))
            PacketFilter.Require();
        UndisturbedRun undisturbed = await UndisturbedRun.OfAsync(fault.Epochs);
        int seed = Setting("CLUSTER_SEED", Environment.ProcessId);
        List<TimeSpan> pauses = [];
        int repeats = fault.Limit is null ? 1 : Repeats;
        for (int run = 0; run < repeats; run++)
        {
            try
            {
                pauses.Add(await new FaultRun(fault, seed + run, undisturbed).RunAsync());
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"After {fault.Name} with seed {seed + run} (CLUSTER_SEED={seed + run} repeats it): {error.Message}", error);
            }
        }

        Report(fault, pauses);
        if (Repeats >= FewestForMedian && fault.Limit is { } limit)
            Assert.InRange(Median(pauses), TimeSpan.MinValue, limit);
    }

    private static void Report(Fault fault, List<TimeSpan> pauses)
    {
        if (Environment.GetEnvironmentVariable("CLUSTER_REPORT") is not { Length: > 0 } file)
            return;
        string limit = fault.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"{most.TotalSeconds:0.0}") : "";
        File.AppendAllText(file, string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault.Name} | {pauses.Count} | {Median(pauses).TotalSeconds:0.00} | {pauses.Max().TotalSeconds:0.00} | {limit} |\n"));
    }

    private static TimeSpan Median(List<TimeSpan> pauses)
    {
        TimeSpan[] sorted = [.. pauses.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
