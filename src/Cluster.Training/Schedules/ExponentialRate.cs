using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary><c>r * factor ^ (t / decay_steps)</c>.</summary>
internal sealed class ExponentialRate(ExponentialSchedule settings) : ISchedule
{
    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses) => baseRate * PortableMath.Power(
        settings.Factor, step / settings.DecaySteps, (double)(step % settings.DecaySteps) / settings.DecaySteps);
}
