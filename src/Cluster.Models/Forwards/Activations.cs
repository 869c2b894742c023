using static TorchSharp.torch;
using Activation = Cluster.V1.DenseLayer.Types.Activation;

namespace Cluster.Models.Forwards;

/// <summary>The functions that a dense layer can apply to its result, [.., D].</summary>
internal static class Activations
{
    private static readonly Dictionary<Activation, Func<Tensor, Tensor>> ByKind = new()
    {
        [Activation.Linear] = x => x,
        [Activation.Relu] = x => x.relu(),
        [Activation.Tanh] = x => x.tanh(),
        [Activation.Sigmoid] = x => x.sigmoid(),
        [Activation.Softmax] = x => x.softmax(-1),
    };

    /// <summary>The function of that name.</summary>
    public static Func<Tensor, Tensor> Of(Activation activation) => ByKind[activation];
}
