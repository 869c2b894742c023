using Cluster.Benchmarks.Jobs;
using Cluster.Benchmarks.Processes;
using Cluster.Benchmarks.Rungs;
using Cluster.V1;

namespace Cluster.Benchmarks.Ladder;

/// <summary>A rung that is a job on real silos, through their front door. The silos run as long as the ladder; each round is a job.</summary>
/// <param name="name">What it is.</param>
/// <param name="silos">The silos.</param>
/// <param name="preset">What is trained.</param>
/// <param name="size">How much, over all silos.</param>
internal sealed class SiloRung(string name, SiloCluster silos, Preset preset, JobSize size) : IRung
{
    public string Name => name;

    public async Task<RungSample> Run(CancellationToken cancel)
    {
        IReadOnlyList<JobEvent> events = await silos.Train(PresetSpec.Of(preset, size, silos.Count), cancel);
        JobEvent[] steps = [.. events.Where(happened => happened.StepCompleted is not null).Skip(size.WarmUp - 1)];
        return new RungSample(
            silos.Count, (long)size.Sequences * preset.Length, StepTime.Between([.. steps.Select(step => (step.StepCompleted, step.Time.ToDateTimeOffset()))]));
    }
}
