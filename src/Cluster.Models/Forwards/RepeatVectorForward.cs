using Cluster.Models.Replicas;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>The same vector at each of n steps: [B, D] to [n, B, D]. From here on every sequence has n valid steps.</summary>
internal sealed class RepeatVectorForward(int steps) : ILayerForward
{
    public IReadOnlyList<Tensor> Parameters => [];

    public Flow Forward(Flow input, BatchTensors batch)
    {
        int[] lengths = new int[batch.Count];
        Array.Fill(lengths, steps);
        return new Flow(input.Values.unsqueeze(0).repeat(steps, 1, 1), new ValidSteps(steps, lengths, batch.Place));
    }

    public void Dispose()
    {
    }
}
