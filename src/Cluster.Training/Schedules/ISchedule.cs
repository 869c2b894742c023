namespace Cluster.Training.Schedules;

/// <summary>How the step size changes: a pure function, from IEEE operations only, so bit-equal on every machine.</summary>
public interface ISchedule
{
    /// <summary>Returns the step size of a step.</summary>
    /// <param name="baseRate">r, the optimizer's learning rate.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="validationLosses">Validation loss of each epoch that ended before the step.</param>
    double RateAt(double baseRate, long step, ReadOnlySpan<double> validationLosses);
}
