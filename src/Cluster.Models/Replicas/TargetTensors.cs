using Cluster.Training.Data;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>The targets of a batch without padding, in the order of sequences and steps.</summary>
internal static class TargetTensors
{
    /// <summary>The valid classes, [N].</summary>
    public static int[] Classes(BatchTargets targets) => Valid(targets, targets.Classes!);

    /// <summary>The valid numbers, [N, K].</summary>
    public static Tensor Values(BatchTargets targets, int outputs) => OwnedTensor.Of(Valid(targets, targets.Values!)).view(-1, outputs);

    private static T[] Valid<T>(BatchTargets targets, T[] padded)
    {
        int sequences = targets.Lengths.Length;
        if (targets.Time == 0) return padded;
        int width = padded.Length / (sequences * targets.Time);
        T[] valid = new T[targets.Lengths.Sum() * width];
        int filled = 0;
        for (int b = 0; b < sequences; b++)
        {
            int length = targets.Lengths[b] * width;
            padded.AsSpan(b * targets.Time * width, length).CopyTo(valid.AsSpan(filled));
            filled += length;
        }

        return valid;
    }
}
