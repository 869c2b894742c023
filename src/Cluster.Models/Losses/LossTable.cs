using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Models.Losses;

/// <summary>How each loss is computed. Adding a loss means one file and one line here.</summary>
internal static class LossTable
{
    private static readonly Dictionary<LossSpec.KindOneofCase, Func<LossSettings, ILossForward>> ByCase = new()
    {
        [LossSpec.KindOneofCase.CategoricalCrossEntropy] = loss =>
            new CategoricalCrossEntropy(loss.Spec.CategoricalCrossEntropy.LabelSmoothing, loss.ClassWeights),
        [LossSpec.KindOneofCase.BinaryCrossEntropy] = _ => new BinaryCrossEntropy(),
        [LossSpec.KindOneofCase.MeanSquaredError] = _ => new SquaredError(),
        [LossSpec.KindOneofCase.MeanAbsoluteError] = _ => new AbsoluteError(),
        [LossSpec.KindOneofCase.Huber] = loss => new Huber(loss.Spec.Huber.HasDelta ? loss.Spec.Huber.Delta : Huber.DefaultDelta),
    };

    /// <summary>The loss of those settings.</summary>
    public static ILossForward Create(LossSettings settings) => ByCase[settings.Spec.KindCase](settings);
}
