using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>All optimizers by their kind in the spec.</summary>
public static class OptimizerTable
{
    /// <summary>Creates the optimizer of a resolved spec.</summary>
    /// <param name="spec">The spec, every field set.</param>
    public static IOptimizer Create(OptimizerSpec spec) => throw new NotImplementedException();
}
