using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary><c>r * (t + 1) / steps</c> in the first steps, then another schedule, which counts its steps from there.</summary>
/// <param name="settings">The warm-up.</param>
/// <param name="then">What comes after it.</param>
internal sealed class WarmUpRate(WarmUpSchedule settings, ISchedule then) : ISchedule
{
    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses) => step < settings.Steps
        ? baseRate * (step + 1) / settings.Steps
        : then.RateAt(baseRate, step - settings.Steps, validationLosses);
}
