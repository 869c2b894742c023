using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Runs;

/// <summary>Decides what a run does next from how far it is. A pure function, so a resumed run does what the first would have done.</summary>
/// <param name="spec">The resolved spec.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
public sealed class RunSchedule(JobSpec spec, int stepsPerEpoch)
{
    /// <summary>How steps make up rounds; a round is what the team does at a time, a step by itself unless there are local steps.</summary>
    public Rounds Rounds { get; } = new(spec.Training, stepsPerEpoch);

    /// <summary>Rounds in the whole run.</summary>
    public long TotalSteps => Rounds.Total;

    /// <summary>Epoch in which a round begins, from 0.</summary>
    /// <param name="step">Version before the round.</param>
    public int EpochOf(long step) => Rounds.EpochOf(step);

    /// <summary>Local steps in a round; 1 where gradients are averaged in every step.</summary>
    /// <param name="step">Version before the round.</param>
    public int LocalStepsIn(long step) => (int)(Rounds.EndStep(step) - Rounds.FirstStep(step));

    /// <summary>Training examples in a round; the last step of an epoch may have fewer than the others.</summary>
    /// <param name="step">Version before the round.</param>
    /// <param name="trainingExamples">Examples in an epoch.</param>
    public int ExamplesIn(long step, int trainingExamples) => (int)(ExamplesBefore(step + 1, trainingExamples) - ExamplesBefore(step, trainingExamples));

    /// <summary>Decides what comes next.</summary>
    /// <param name="version">Steps done.</param>
    /// <param name="validatedEpochs">Epochs that were validated already.</param>
    /// <param name="savedStep">Step of the newest checkpoint that was written or tried; 0 for none.</param>
    /// <param name="lastStep">Step after which training ends; null for <see cref="TotalSteps"/>.</param>
    /// <param name="bestStep">Step of the best epoch so far, whose checkpoint is kept; null if none is.</param>
    public RunTask Next(long version, int validatedEpochs, long savedStep, long? lastStep = null, long? bestStep = null)
    {
        if (Rounds.EpochsAfter(version) > validatedEpochs) return RunTask.Validate;
        bool ended = version >= (lastStep ?? TotalSteps);
        bool due = ended || version == bestStep || version - savedStep >= spec.Checkpoint.EverySteps;
        if (version > savedStep && due) return RunTask.Save;
        return ended ? RunTask.Finish : RunTask.Step;
    }

    private long ExamplesBefore(long round, int trainingExamples)
    {
        (long epochs, long steps) = Math.DivRem(Rounds.FirstStep(round), stepsPerEpoch);
        return epochs * trainingExamples + steps * spec.Training.BatchSize;
    }
}
