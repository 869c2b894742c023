using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Decides what a run does next from how far it is. A pure function, so a resumed run does what the first would have done.</summary>
/// <param name="spec">The resolved spec.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
public sealed class RunSchedule(JobSpec spec, int stepsPerEpoch)
{
    /// <summary>Steps in the whole run.</summary>
    public long TotalSteps => (long)stepsPerEpoch * spec.Training.Epochs;

    /// <summary>Epoch of a step, from 0.</summary>
    /// <param name="step">Version before the step.</param>
    public int EpochOf(long step) => (int)(step / stepsPerEpoch);

    /// <summary>Training examples in a step; the last one of an epoch may have fewer.</summary>
    /// <param name="step">Version before the step.</param>
    /// <param name="trainingExamples">Examples in an epoch.</param>
    public int ExamplesIn(long step, int trainingExamples) =>
        Math.Min(spec.Training.BatchSize, trainingExamples - (int)(step % stepsPerEpoch) * spec.Training.BatchSize);

    /// <summary>Decides what comes next.</summary>
    /// <param name="version">Steps done.</param>
    /// <param name="validatedEpochs">Epochs that were validated already.</param>
    /// <param name="savedStep">Step of the newest checkpoint that was written or tried; 0 for none.</param>
    /// <param name="lastStep">Step after which training ends; null for <see cref="TotalSteps"/>.</param>
    /// <param name="bestStep">Step of the best epoch so far, whose checkpoint is kept; null if none is.</param>
    public RunTask Next(long version, int validatedEpochs, long savedStep, long? lastStep = null, long? bestStep = null)
    {
        if (version / stepsPerEpoch > validatedEpochs) return RunTask.Validate;
        bool ended = version >= (lastStep ?? TotalSteps);
        bool due = ended || version == bestStep || version - savedStep >= spec.Checkpoint.EverySteps;
        if (version > savedStep && due) return RunTask.Save;
        return ended ? RunTask.Finish : RunTask.Step;
    }
}
