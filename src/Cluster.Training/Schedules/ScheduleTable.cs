using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary>All schedules by their kind in the spec. Adding one means one file and one line here.</summary>
public static class ScheduleTable
{
    /// <summary>Creates the schedule of a resolved spec.</summary>
    /// <param name="spec">The spec, every field set.</param>
    /// <param name="totalSteps">Steps in the whole run.</param>
    /// <exception cref="ArgumentException">The spec names no schedule.</exception>
    public static ISchedule Create(ScheduleSpec spec, long totalSteps)
    {
        ISchedule schedule = spec.KindCase switch
        {
            ScheduleSpec.KindOneofCase.Constant => new ConstantRate(),
            ScheduleSpec.KindOneofCase.Step => new StepRate(spec.Step),
            ScheduleSpec.KindOneofCase.Exponential => new ExponentialRate(spec.Exponential),
            ScheduleSpec.KindOneofCase.Cosine => new CosineRate(spec.Cosine, totalSteps - (spec.WarmUp?.Steps ?? 0)),
            ScheduleSpec.KindOneofCase.ReduceOnPlateau => new PlateauRate(spec.ReduceOnPlateau),
            _ => throw new ArgumentException($"No schedule for {spec.KindCase}.", nameof(spec)),
        };
        return spec.WarmUp is null ? schedule : new WarmUpRate(spec.WarmUp, schedule);
    }
}
