using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Tests.Equations;

/// <summary>The losses of loss.proto, target by target.</summary>
internal static class ReferenceLoss
{
    /// <summary>Loss of one sequence, summed over its targets.</summary>
    /// <param name="network">Knows the loss.</param>
    /// <param name="targets">The batch's targets.</param>
    /// <param name="b">The sequence.</param>
    /// <param name="outputs">A row for each target.</param>
    public static double Sum(Network network, BatchTargets targets, int b, double[][] outputs)
    {
        double sum = 0;
        for (int t = 0; t < targets.Lengths[b]; t++)
        {
            int place = b * Math.Max(1, targets.Time) + t;
            double[] row = outputs[t];
            sum += targets.Classes is { } classes
                ? OfClass(network, row, classes[place])
                : row.Select((value, k) => OfDifference(network.Loss.Spec, value - targets.Values![place * row.Length + k])).Sum();
        }

        return sum;
    }

    private static double OfClass(Network network, double[] logits, int target)
    {
        if (network.Loss.Spec.KindCase == LossSpec.KindOneofCase.BinaryCrossEntropy)
        {
            double probability = ReferenceCells.Sigmoid(logits.Single());
            return -Math.Log(target == 1 ? probability : 1 - probability);
        }

        double smoothing = network.Loss.Spec.CategoricalCrossEntropy.LabelSmoothing;
        double normalizer = Math.Log(logits.Sum(Math.Exp));
        double loss = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double share = smoothing / logits.Length + (c == target ? 1 - smoothing : 0);
            loss += share * (normalizer - logits[c]);
        }

        return loss * (network.Loss.ClassWeights?[target] ?? 1);
    }

    private static double OfDifference(LossSpec loss, double d) => loss.KindCase switch
    {
        LossSpec.KindOneofCase.MeanSquaredError => d * d,
        LossSpec.KindOneofCase.MeanAbsoluteError => Math.Abs(d),
        _ => Huber(Math.Abs(d), loss.Huber.HasDelta ? loss.Huber.Delta : 1),
    };

    private static double Huber(double d, double delta) => d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
}
