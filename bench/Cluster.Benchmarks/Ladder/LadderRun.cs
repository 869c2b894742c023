using Cluster.Benchmarks.Rungs;

namespace Cluster.Benchmarks.Ladder;

/// <summary>Runs rungs in turn, round after round: what disturbs the machine for a while then disturbs all of them.</summary>
internal static class LadderRun
{
    /// <summary>Runs all rounds.</summary>
    /// <param name="rungs">The rungs, in order.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="progress">Gets a line for each sample.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>A result for each rung.</returns>
    public static async Task<IReadOnlyList<RungResult>> Run(IReadOnlyList<IRung> rungs, int rounds, TextWriter progress, CancellationToken cancel)
    {
        List<RungSample>[] samples = [.. rungs.Select(_ => new List<RungSample>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < rungs.Count; i++)
            {
                RungSample sample = await rungs[i].Run(cancel);
                samples[i].Add(sample);
                await progress.WriteLineAsync(FormattableString.Invariant(
                    $"round {round + 1} of {rounds}, {rungs[i].Name}: {sample.Median(step => step.Seconds) * 1000:0.00} ms"));
            }
        }

        return [.. rungs.Zip(samples, (rung, each) => new RungResult(rung.Name, each))];
    }
}
