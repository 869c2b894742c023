using Cluster.Training.Data;
using Cluster.Training.Layers;

namespace Cluster.Training.Replicas;

/// <summary>One worker's copy of the network: its parameters and the lanes that compute with them.</summary>
/// <remarks>
/// The gradient of a batch is a pure function of the parameters and the batch: neither the lane, nor the time, nor
/// other batches in flight change a bit of it. Implementations never start threads a caller must know of.
/// </remarks>
public interface IReplica : IDisposable
{
    /// <summary>Where each named parameter lies in the flat vectors.</summary>
    ParameterLayout Layout { get; }

    /// <summary>Batches that can be computed at the same time; at least 1.</summary>
    int Lanes { get; }

    /// <summary>
    /// All parameters, <c>[Layout.Length]</c>; shared by all lanes. Written only while nothing is computed. Ask for them anew before each time that
    /// you write, and do not keep them: a device with memory of its own takes them over at the next batch after someone asked.
    /// </summary>
    Memory<float> Parameters { get; }

    /// <summary>Computes the gradient of the summed loss over a batch.</summary>
    /// <param name="batch">The sequences; at least one.</param>
    /// <param name="gradient">Receives the gradient sums, <c>[Layout.Length]</c>; overwritten.</param>
    /// <param name="cancel">Gives up before the batch is begun; a batch in progress is finished.</param>
    /// <returns>The batch's loss sum and counts.</returns>
    Task<LossSums> ComputeGradient(SequenceBatch batch, Memory<float> gradient, CancellationToken cancel);

    /// <summary>Pays on a lane what a first batch costs more than later ones, if it does. Nothing of it is seen later.</summary>
    /// <param name="batch">A batch like those to come.</param>
    /// <param name="scratch">May be overwritten, <c>[Layout.Length]</c>.</param>
    /// <param name="cancel">Gives up before the batch is begun.</param>
    Task WarmUp(SequenceBatch batch, Memory<float> scratch, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Computes the outputs of the network's last layer, without dropout.</summary>
    /// <param name="batch">The sequences; targets are not read.</param>
    /// <param name="cancel">Gives up before the batch is begun.</param>
    /// <returns>
    /// For each sequence <c>[B, C]</c>, or for each step <c>[B, T', C]</c>, row by row; what it holds on padding means nothing.
    /// Where targets are classes these are logits: softmax or sigmoid is not applied. Where they are numbers, the numbers.
    /// </returns>
    Task<float[]> Infer(SequenceBatch batch, CancellationToken cancel);
}
