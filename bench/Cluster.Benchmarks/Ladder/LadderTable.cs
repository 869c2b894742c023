using System.Globalization;
using System.Text;
using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>Writes a ladder as tables in Markdown.</summary>
internal static class LadderTable
{
    /// <summary>The tables.</summary>
    public static string Write(LadderResult ladder)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Preset {ladder.Preset.Name}; matrix products reach {ladder.PeakFlops / 1e9:0.0} GFLOP/s on one core, or on the GPU, in this run.");
        text.AppendLine();
        text.AppendLine("| rung | tokens/s | slowest and fastest round | to the first | GFLOP/s a worker | of the peak |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (RungResult rung in ladder.Rungs)
        {
            double rate = ladder.FlopsOf(rung);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {rung.Name} | {rung.TokensPerSecond:0} | {rung.Spread.Low:0} to {rung.Spread.High:0} | {rung.RatioTo(ladder.Rungs[0]):0.000} | {rate / 1e9:0.0} | {rate / ladder.PeakFlops:0.00} |");
        }

        text.AppendLine();
        AppendPhases(text, ladder);
        AppendAllocations(text, ladder);
        return text.ToString();
    }

    private static void AppendPhases(StringBuilder text, LadderResult ladder)
    {
        text.AppendLine("| milliseconds a step | all | compute | fold | exchange | update | control | bytes moved |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (RungResult rung in ladder.Rungs)
        {
            double Of(Func<StepTime, double> phase) => rung.Seconds(phase) * 1000;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {rung.Name} | {Of(step => step.Seconds):0.00} | {Of(step => step.Compute):0.00} | {Of(step => step.Fold):0.00} | {Of(step => step.Exchange):0.00} | {Of(step => step.Update):0.00} | {Of(step => step.Control):0.00} | {rung.Seconds(step => step.MovedBytes):0} |");
        }
    }

    private static void AppendAllocations(StringBuilder text, LadderResult ladder)
    {
        foreach (RungResult rung in ladder.Rungs.Where(rung => rung.Samples[0].AllocatedBytes is not null))
        {
            text.AppendLine();
            string types = string.Join(", ", rung.Samples.SelectMany(sample => sample.LargeTypes ?? []).Distinct());
            text.AppendLine(CultureInfo.InvariantCulture,
                $"Managed allocations of {rung.Name} in a step: {rung.Over(sample => sample.AllocatedBytes!.Value) / 1024:0.0} KB, of these {rung.Over(sample => sample.LargeBytes!.Value) / 1024:0.0} KB in arrays of 85 KB or more{(types.Length > 0 ? $" ({types})" : "")}.");
        }
    }
}
