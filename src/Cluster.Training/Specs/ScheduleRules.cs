using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's schedule must fulfil, and its defaults.</summary>
internal static class ScheduleRules
{
    private const string Path = "training.schedule";
    private const float Factor = 0.1f;

    /// <summary>Checks the schedule.</summary>
    /// <param name="checks">Receives what is wrong.</param>
    /// <param name="schedule">The schedule as given.</param>
    /// <param name="validates">Whether there is a share of examples for validation.</param>
    public static void Check(FieldChecks checks, ScheduleSpec schedule, bool validates)
    {
        if (schedule.WarmUp is { } warmUp) checks.AtLeast($"{Path}.warmUp.steps", warmUp.Steps, 1);
        if (schedule.Step is { } step)
        {
            checks.AtLeast($"{Path}.step.everySteps", step.EverySteps, 1);
            if (step.HasFactor) checks.Share($"{Path}.step.factor", step.Factor, zero: false, one: true);
        }

        if (schedule.Exponential is { } exponential)
        {
            checks.AtLeast($"{Path}.exponential.decaySteps", exponential.DecaySteps, 1);
            if (exponential.HasFactor) checks.Share($"{Path}.exponential.factor", exponential.Factor, zero: false, one: true);
        }

        if (schedule.Cosine is { } cosine)
        {
            if (cosine.HasDecaySteps) checks.AtLeast($"{Path}.cosine.decaySteps", cosine.DecaySteps, 1);
            if (cosine.HasFloor) checks.Share($"{Path}.cosine.floor", cosine.Floor, zero: true, one: true);
        }

        if (schedule.ReduceOnPlateau is { } plateau) Check(checks, plateau, $"{Path}.reduceOnPlateau", validates);
    }

    /// <summary>Fills in the defaults, in place, except a cosine's steps, which follow from the data.</summary>
    public static void Fill(ScheduleSpec schedule)
    {
        if (schedule.KindCase == ScheduleSpec.KindOneofCase.None) schedule.Constant = new ConstantSchedule();
        if (schedule.Step is { HasFactor: false } step) step.Factor = Factor;
        if (schedule.Exponential is { HasFactor: false } exponential) exponential.Factor = Factor;
        if (schedule.Cosine is { HasFloor: false } cosine) cosine.Floor = 0;
        if (schedule.ReduceOnPlateau is not { } plateau) return;
        if (!plateau.HasFactor) plateau.Factor = Factor;
        if (!plateau.HasPatience) plateau.Patience = 10;
        if (!plateau.HasMinDelta) plateau.MinDelta = 0.0001f;
        if (!plateau.HasCooldown) plateau.Cooldown = 0;
        if (!plateau.HasMinLearningRate) plateau.MinLearningRate = 0;
    }

    private static void Check(FieldChecks checks, ReduceOnPlateauSchedule plateau, string path, bool validates)
    {
        if (!validates) checks.Add(path, "Needs examples for validation: data.split.validation must be over 0.");
        if (plateau.HasFactor) checks.Share($"{path}.factor", plateau.Factor, zero: false, one: false);
        if (plateau.HasPatience) checks.AtLeast($"{path}.patience", plateau.Patience, 1);
        if (plateau.HasMinDelta) checks.NotNegative($"{path}.minDelta", plateau.MinDelta);
        if (plateau.HasCooldown) checks.AtLeast($"{path}.cooldown", plateau.Cooldown, 0);
        if (plateau.HasMinLearningRate) checks.NotNegative($"{path}.minLearningRate", plateau.MinLearningRate);
    }
}
