using Cluster.Training.Replicas;

namespace Cluster.Training.Workers;

/// <summary>One worker's try of one step. Changes nothing that lasts before it is committed.</summary>
internal interface IStepExecution : IAsyncDisposable
{
    /// <summary>Loss sums of all units, once the exchange is done.</summary>
    IReadOnlyList<LossSums> Sums { get; }

    /// <summary>Lanes that compute at the same time; at least 1.</summary>
    int Lanes { get; }

    /// <summary>Time spent in adding and dividing so far, summed over threads.</summary>
    double FoldSeconds { get; }

    /// <summary>Computes the worker's units on its lanes.</summary>
    Task ComputeShards();

    /// <summary>Exchanges what all computed.</summary>
    /// <returns>The complete mean, valid until this object is disposed.</returns>
    Task<Memory<float>> Exchange();

    /// <summary>Takes over what the workers know of each other's units; the mean was applied.</summary>
    void Commit();
}
