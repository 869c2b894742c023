using Cluster.V1;

namespace Cluster.Training.Optimizers;

/// <summary>All optimizers by their kind in the spec. Adding an optimizer means one file and one line here.</summary>
public static class OptimizerTable
{
    /// <summary>Creates the optimizer of a resolved spec.</summary>
    /// <param name="spec">The spec, every field set.</param>
    /// <exception cref="ArgumentException">The spec names no optimizer.</exception>
    public static IOptimizer Create(OptimizerSpec spec) => spec.KindCase switch
    {
        OptimizerSpec.KindOneofCase.Sgd => new Sgd(spec.Sgd),
        OptimizerSpec.KindOneofCase.Rmsprop => new RmsProp(spec.Rmsprop),
        OptimizerSpec.KindOneofCase.Adam => new Adam(spec.Adam),
        OptimizerSpec.KindOneofCase.Adamw => new AdamW(spec.Adamw),
        _ => throw new ArgumentException($"No optimizer for {spec.KindCase}.", nameof(spec)),
    };
}
