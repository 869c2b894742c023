using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary><c>r * factor ^ floor(t / every_steps)</c>.</summary>
internal sealed class StepRate(StepSchedule settings) : ISchedule
{
    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses) =>
        baseRate * PortableMath.Power(settings.Factor, step / settings.EverySteps, 0);
}
