using Cluster.V1;

namespace Cluster.Training.Schedules;

/// <summary>
/// Keras' ReduceLROnPlateau: the rate falls by a factor when the validation loss has not fallen by <c>min_delta</c> for <c>patience</c> epochs.
/// The whole history is gone through each time, so that there is no state to lose.
/// </summary>
/// <param name="settings">Resolved settings.</param>
internal sealed class PlateauRate(ReduceOnPlateauSchedule settings) : ISchedule
{
    public double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses)
    {
        double rate = baseRate, best = double.PositiveInfinity;
        int wait = 0, cooldown = 0;
        foreach (double loss in validationLosses)
        {
            if (cooldown > 0)
            {
                cooldown--;
                wait = 0;
            }

            if (loss < best - settings.MinDelta) (best, wait) = (loss, 0);
            else if (cooldown == 0 && ++wait >= settings.Patience)
                (rate, cooldown, wait) = (Math.Min(rate, Math.Max(rate * settings.Factor, settings.MinLearningRate)), settings.Cooldown, 0);
        }

        return rate;
    }
}
