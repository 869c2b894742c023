using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>What a rung came to over all rounds: medians over rounds of medians over steps.</summary>
/// <param name="Name">The rung.</param>
/// <param name="Samples">A sample for each round.</param>
internal sealed record RungResult(string Name, IReadOnlyList<RungSample> Samples)
{
    /// <summary>Workers.</summary>
    public int Workers => Samples[0].Workers;

    /// <summary>Tokens a second over all workers.</summary>
    public double TokensPerSecond => Over(SpeedOf);

    /// <summary>The slowest and the fastest round in tokens a second.</summary>
    public (double Low, double High) Spread => (Samples.Min(SpeedOf), Samples.Max(SpeedOf));

    /// <summary>Median over rounds.</summary>
    /// <param name="value">Of what.</param>
    public double Over(Func<RungSample, double> value) => Statistics.Median(Samples.Select(value));

    /// <summary>Seconds of a phase of a step.</summary>
    /// <param name="phase">The phase.</param>
    public double Seconds(Func<StepTime, double> phase) => Over(sample => sample.Median(phase));

    /// <summary>Speed in comparison with another rung: the median of what it was in each round.</summary>
    /// <param name="other">The other rung.</param>
    public double RatioTo(RungResult other) => Statistics.Median(Samples.Zip(other.Samples, (own, theirs) => SpeedOf(own) / SpeedOf(theirs)));

    private static double SpeedOf(RungSample sample) => sample.Tokens / sample.Median(step => step.Seconds);
}
