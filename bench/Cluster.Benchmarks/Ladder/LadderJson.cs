using System.Text.Json;

namespace Cluster.Benchmarks.Ladder;

/// <summary>Writes a ladder as one line of JSON.</summary>
internal static class LadderJson
{
    /// <summary>The line.</summary>
    public static string Write(LadderResult ladder) => JsonSerializer.Serialize(
        new
        {
            Preset = ladder.Preset.Name,
            PeakGigaflops = ladder.PeakFlops / 1e9,
            Rungs = ladder.Rungs.Select(rung => Row(ladder, rung)),
        },
        JsonSerializerOptions.Web);

    private static object Row(LadderResult ladder, RungResult rung) => new
    {
        rung.Name,
        rung.Workers,
        rung.TokensPerSecond,
        Rounds = rung.Samples.Select(sample => sample.Tokens / sample.Median(step => step.Seconds)),
        RatioToFirst = rung.RatioTo(ladder.Rungs[0]),
        Gigaflops = ladder.FlopsOf(rung) / 1e9,
        ShareOfPeak = ladder.FlopsOf(rung) / ladder.PeakFlops,
        StepSeconds = rung.Seconds(step => step.Seconds),
        Compute = rung.Seconds(step => step.Compute),
        Fold = rung.Seconds(step => step.Fold),
        Exchange = rung.Seconds(step => step.Exchange),
        Update = rung.Seconds(step => step.Update),
        Control = rung.Seconds(step => step.Control),
        MovedBytes = rung.Seconds(step => step.MovedBytes),
        AllocatedBytes = rung.Samples[0].AllocatedBytes is null ? (double?)null : rung.Over(sample => sample.AllocatedBytes!.Value),
        LargeBytes = rung.Samples[0].LargeBytes is null ? (double?)null : rung.Over(sample => sample.LargeBytes!.Value),
    };
}
