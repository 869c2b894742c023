using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Vectors;

namespace Cluster.Training.Sync;

/// <summary>What a worker computes for each unit of a step: a pure function of spec, shared state, step and unit.</summary>
internal interface IUnitWork
{
    /// <summary>Computes what a unit adds to the fold.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="unit">The unit, 0 to U - 1.</param>
    /// <param name="into">Receives the vector; overwritten.</param>
    /// <param name="cancel">Gives up between two batches.</param>
    /// <returns>The unit's loss sums and counts.</returns>
    Task<LossSums> Compute(StepPlan plan, int unit, FlatVector into, CancellationToken cancel);

    /// <summary>What the complete fold is divided by.</summary>
    float DivisorOf(StepPlan plan);
}
