using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary><c>r * (floor + (1 - floor) * (1 + cos(pi * min(t, T) / T)) / 2)</c> (Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983).</summary>
/// <param name="settings">Resolved settings.</param>
/// <param name="remaining">Steps after the warm-up: T where the settings name none.</param>
internal sealed class CosineRate(CosineSchedule settings, long remaining) : ISchedule
{
    private readonly long _steps = settings.HasDecaySteps ? settings.DecaySteps : Math.Max(1, remaining);

    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses)
    {
        double wave = (1 + PortableMath.CosPi((double)Math.Min(step, _steps) / _steps)) / 2;
        return baseRate * (settings.Floor + (1 - settings.Floor) * wave);
    }
}
