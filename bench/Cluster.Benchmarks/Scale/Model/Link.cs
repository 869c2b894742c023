namespace Cluster.Benchmarks.Scale.Model;

/// <summary>A worker's network card and the way to the others. A card carries its rate in each direction; nothing between cards is narrower.</summary>
/// <param name="Name">For people.</param>
/// <param name="BytesPerSecond">Rate in each direction.</param>
/// <param name="Latency">Seconds from one worker to another, one way.</param>
internal sealed record Link(string Name, double BytesPerSecond, double Latency)
{
    /// <summary>Seconds from a question to the first byte of its answer.</summary>
    public double RoundTrip => 2 * Latency;

    /// <summary>Silos of one machine: only the processor limits them.</summary>
    public static Link Loopback { get; } = new("loopback", double.PositiveInfinity, 0);

    /// <summary>The usual rates.</summary>
    /// <param name="latency">Seconds, one way.</param>
    public static IReadOnlyList<Link> All(double latency) =>
    [
        Of("100 Mbit/s", 0.1, latency), Of("1 Gbit/s", 1, latency), Of("10 Gbit/s", 10, latency), Of("25 Gbit/s", 25, latency),
        Of("100 Gbit/s", 100, latency),
    ];

    private static Link Of(string name, double gigabits, double latency) => new(name, gigabits * 1e9 / 8, latency);
}
