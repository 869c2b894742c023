using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>Costs of bench/results/scale_epyc-2core_202611.md, which says what of them was measured, fitted, scaled or assumed.</summary>
internal static class MeasuredCosts
{
    /// <summary>Costs of a preset.</summary>
    public static StepCosts Of(Preset preset) => preset.Name switch
    {
        "small" => Step(compute: 0.0062, update: 0.00027),
        "base" => Step(compute: 0.13, update: 0.00079),
        _ => Step(compute: 1.41, update: 0.0046),
    };

    private static StepCosts Step(double compute, double update) => new(
        compute, FoldBytesPerSecond: 33e9, update, ControlSeconds: 0.0010, FanOutSeconds: 0.0018,
        HopSeconds: 0.0023, PullSeconds: 0.00015, HostBytesPerSecond: 1.1e9, TextBytesPerSecond: 0.2e9);
}
