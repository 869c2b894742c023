using Cluster.V1;

namespace Cluster.Training.Sync;

/// <summary>
/// Step size of an optimizer whose state begins at zero in every round. RMSprop has no bias correction: its first step would be
/// <c>1 / sqrt(1 - rho)</c> times too long, 3.2 times with the default, in every round anew. So its steps are shortened by
/// <c>sqrt(1 - rho^n)</c>, which is what Adam does to its mean of squares. The other optimizers need nothing.
/// </summary>
/// <param name="optimizer">The optimizer, resolved.</param>
public sealed class InnerWarmUp(OptimizerSpec optimizer)
{
    private readonly double? _rho = optimizer.KindCase == OptimizerSpec.KindOneofCase.Rmsprop ? optimizer.Rmsprop.Rho : null;

    /// <summary>Step size of an update.</summary>
    /// <param name="learningRate">What the schedule says.</param>
    /// <param name="number">Which update of the round it is, from 1.</param>
    public float Rate(float learningRate, long number)
    {
        if (_rho is not { } rho) return learningRate;
        // By squaring: plain multiplications have the same bits everywhere.
        double power = 1;
        for (; number > 0; number >>= 1)
        {
            if ((number & 1) == 1) power *= rho;
            rho *= rho;
        }

        return (float)(learningRate * Math.Sqrt(1 - power));
    }
}
