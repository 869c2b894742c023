using Cluster.Benchmarks.Ladder;
using Cluster.Benchmarks.Processes;
using Cluster.Benchmarks.Rungs;
using Cluster.V1;

namespace Cluster.Benchmarks.Averaging;

/// <summary>Averages vectors by steps of a job on real silos, between real processes, over the data plane. Counts what comes after the gradients.</summary>
/// <param name="name">What it is.</param>
/// <param name="silos">Silos that compute nothing.</param>
/// <param name="floats">Floats in a vector.</param>
/// <param name="size">Steps that do not count, and steps that do.</param>
internal sealed class AveragingRung(string name, SiloCluster silos, int floats, (int WarmUp, int Steps) size) : IRung
{
    public string Name => name;

    public async Task<RungSample> Run(CancellationToken cancel)
    {
        JobSpec spec = AveragingSpec.Of(floats, silos.Count, size.WarmUp + size.Steps);
        IReadOnlyList<JobEvent> events = await silos.Train(spec, cancel);
        StepTime[] steps = [.. events.Where(happened => happened.StepCompleted is not null).Skip(size.WarmUp).Select(happened => Of(happened.StepCompleted))];
        return new RungSample(silos.Count, 0, steps) { Floats = events.Single(happened => happened.Prepared is not null).Prepared.Parameters };
    }

    // From the gradients to their mean: the mean over the workers.
    private static StepTime Of(StepCompleted step) =>
        new(step.Phases.Fold + step.Phases.Exchange, 0, step.Phases.Fold, step.Phases.Exchange, 0, step.BytesReceived);
}
