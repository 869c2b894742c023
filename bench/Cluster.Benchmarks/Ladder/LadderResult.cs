using Cluster.Benchmarks.Jobs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>A whole ladder.</summary>
/// <param name="Preset">What was trained.</param>
/// <param name="Peak">Matrix products on one core, or on the GPU.</param>
/// <param name="Rungs">The rungs; all others are compared with the first.</param>
internal sealed record LadderResult(Preset Preset, RungResult Peak, IReadOnlyList<RungResult> Rungs)
{
    /// <summary>Operations a second in matrix products: the peak.</summary>
    public double PeakFlops => Peak.Over(sample => sample.Flops!.Value / sample.Median(step => step.Seconds));

    /// <summary>Operations a second of one worker of a rung.</summary>
    public double FlopsOf(RungResult rung) => rung.TokensPerSecond * Preset.FlopsPerToken / rung.Workers;
}
