using Cluster.Models.Replicas;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Computes one layer on one lane. Sequences flow with time first, [T, B, D]: oneDNN's own order, so nothing is transposed.</summary>
internal interface ILayerForward : IDisposable
{
    /// <summary>Trainable parameters in the order of the layer's layout; views of the replica's flat vector.</summary>
    IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>The layer's output; belongs to the caller's dispose scope. No valid step may depend on padding.</summary>
    Flow Forward(Flow input, BatchTensors batch);
}
