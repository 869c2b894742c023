using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>Costs that were measured: bench/results/scale_epyc-2core_202611.md.</summary>
internal static class MeasuredCosts
{
    /// <summary>Costs of a preset.</summary>
    public static StepCosts Of(Preset preset) => preset.Name switch
    {
        "small" => Step(0.0060, 0.00028, 0.0011),
        "base" => Step(0.13, 0.0013, 0.0015),
        _ => Step(1.45, 0.008, 0.002),
    };

    private static StepCosts Step(double compute, double update, double control) => new(
        compute, FoldBytesPerSecond: 30e9, update, control, FanOutSeconds: 0.0005, PullSeconds: 0.0002, HostBytesPerSecond: 1.5e9, TextBytesPerSecond: 0.2e9);
}
