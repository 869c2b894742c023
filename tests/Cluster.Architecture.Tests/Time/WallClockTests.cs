using Cluster.Architecture.Tests.References;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Time;

public sealed class WallClockTests
{
    // Members, or whole types with a dot at the end, that read a clock or wait for one. Task.Delay without a TimeProvider is a
    // banned symbol: here its overloads look alike.
    private static readonly string[] Clocks =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System",
        "System.Environment.get_TickCount",
        "System.Environment.get_TickCount64",
        "System.Diagnostics.Stopwatch.",
        "System.Threading.Timer.",
        "System.Threading.PeriodicTimer.",
        "System.Threading.Thread.Sleep",
        "System.Timers.Timer.",
    ];

    [Fact]
    public void The_trainer_reads_no_clock_and_waits_for_none() =>
        Findings.AssertNone(
            "Time comes into Cluster.Training as a TimeProvider; these members read or await the machine's clock.",
            CompiledAssembly.Read("Cluster.Training").Members.Where(IsClock));

    // This assembly uses a clock here, so that the test above is known to see one.
    [Fact]
    public void Use_of_a_clock_is_seen_in_compiled_code()
    {
        Assert.NotEqual(0, Environment.TickCount64);
        Assert.Contains("System.Environment.get_TickCount64", CompiledAssembly.ReadThis().Members.Where(IsClock));
    }

    private static bool IsClock(string member) =>
        Clocks.Any(clock => clock.EndsWith('.') ? member.StartsWith(clock, StringComparison.Ordinal) : member == clock);
}
