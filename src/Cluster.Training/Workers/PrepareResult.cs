using Cluster.V1;

namespace Cluster.Training.Workers;

/// <summary>What came of preparing a worker for a job.</summary>
/// <param name="Preparation">Examples, sizes and digests; null if the job cannot be prepared.</param>
/// <param name="VectorLength">Floats in the flat vector.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Reason">Why it cannot be prepared, in UPPER_SNAKE_CASE.</param>
/// <param name="Message">Why it cannot be prepared, in a sentence.</param>
/// <param name="Lanes">Shards it computes at the same time; at least 1.</param>
public sealed record PrepareResult(
    Preparation? Preparation, int VectorLength, int StepsPerEpoch, string Reason = "", string Message = "", int Lanes = 1);
