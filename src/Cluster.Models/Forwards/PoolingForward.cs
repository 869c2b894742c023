using Cluster.Models.Replicas;
using Cluster.V1;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>One vector from all valid steps: [T, B, D] to [B, D].</summary>
internal sealed class PoolingForward(PoolingLayer.Types.Kind kind) : ILayerForward
{
    private static readonly Dictionary<PoolingLayer.Types.Kind, Func<Tensor, ValidSteps, Tensor>> ByKind = new()
    {
        [PoolingLayer.Types.Kind.Max] = (x, steps) => x.masked_fill(steps.Padding, float.NegativeInfinity).max(0).values,
        [PoolingLayer.Types.Kind.Mean] = (x, steps) => x.masked_fill(steps.Padding, 0).sum([0L]) / steps.Counts,
        [PoolingLayer.Types.Kind.Last] = (x, steps) => steps.Last(x),
    };

    public IReadOnlyList<Tensor> Parameters => [];

    public Flow Forward(Flow input, BatchTensors batch) => new(ByKind[kind](input.Values, input.Steps!), Steps: null);

    public void Dispose()
    {
    }
}
