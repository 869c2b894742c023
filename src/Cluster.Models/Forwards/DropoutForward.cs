using Cluster.Models.Replicas;
using Cluster.Training.Randomness;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Multiplies by a mask of 0 and 1 / (1 - rate) during training; does nothing else.</summary>
/// <remarks>Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html, scaled as in section 10.</remarks>
internal sealed class DropoutForward(float rate, int index) : ILayerForward
{
    public IReadOnlyList<Tensor> Parameters => [];

    public Flow Forward(Flow input, BatchTensors batch)
    {
        if (rate == 0 || batch.DropoutKey is not { } key) return input;
        Tensor mask = DropoutMask.Of(input.Values.shape, rate, RandomKey.Of(RandomKey.Dropout, key, (ulong)index), batch.Place);
        return input with { Values = input.Values * mask };
    }

    public void Dispose()
    {
    }
}
