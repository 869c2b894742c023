using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>Runs rungs in turn, round after round: what disturbs the machine for a while then disturbs all of them.</summary>
internal static class LadderRun
{
    /// <summary>Runs all rounds.</summary>
    /// <param name="preset">What is trained.</param>
    /// <param name="peak">Measures the peak.</param>
    /// <param name="rungs">The rungs, in order.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="progress">Gets a line for each sample.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<LadderResult> Run(
        Preset preset, IRung peak, IReadOnlyList<IRung> rungs, int rounds, TextWriter progress, CancellationToken cancel)
    {
        IRung[] all = [peak, .. rungs];
        List<RungSample>[] samples = [.. all.Select(_ => new List<RungSample>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                RungSample sample = await all[i].Run(cancel);
                samples[i].Add(sample);
                await progress.WriteLineAsync(FormattableString.Invariant(
                    $"round {round + 1} of {rounds}, {all[i].Name}: {sample.Median(step => step.Seconds) * 1000:0.00} ms"));
            }
        }

        RungResult[] results = [.. all.Zip(samples, (rung, each) => new RungResult(rung.Name, each))];
        return new LadderResult(preset, results[0], results[1..]);
    }
}
