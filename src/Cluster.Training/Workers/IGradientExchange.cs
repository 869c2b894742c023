using Cluster.Training.Folding;
using Cluster.Training.Vectors;

namespace Cluster.Training.Workers;

/// <summary>How partial sums of a step's gradients become their mean on every worker. Loss sums come along.</summary>
internal interface IGradientExchange : IAsyncDisposable
{
    /// <summary>Asks the others for what they will put up.</summary>
    void Begin();

    /// <summary>Puts up what the others need, and finishes the fold.</summary>
    /// <param name="partials">The worker's own partial sums. What is put up does not change any more.</param>
    /// <returns>The complete mean; the exchange lets go of it when it is disposed.</returns>
    Task<FlatVector> Finish(IReadOnlyDictionary<FoldNode, FlatVector> partials);
}
