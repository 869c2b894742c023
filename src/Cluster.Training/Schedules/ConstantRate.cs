namespace Cluster.Training.Schedules;

/// <summary>Always r.</summary>
internal sealed class ConstantRate : ISchedule
{
    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses) => baseRate;
}
