using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Forwards;

/// <summary>How each kind of layer is computed. Adding a layer means one file and one line here.</summary>
internal static class ForwardTable
{
    private static readonly Dictionary<LayerSpec.KindOneofCase, Func<NetworkLayer, int, ParameterVector, ILayerForward>> ByCase = new()
    {
        [LayerSpec.KindOneofCase.Embedding] = (layer, _, parameters) => new EmbeddingForward(layer, parameters),
        [LayerSpec.KindOneofCase.Lstm] = (layer, _, parameters) => new LstmForward(layer, parameters),
        [LayerSpec.KindOneofCase.Bidirectional] = (layer, _, parameters) => new BidirectionalForward(layer, parameters),
        [LayerSpec.KindOneofCase.Dense] = (layer, _, parameters) => new DenseForward(layer, parameters),
        [LayerSpec.KindOneofCase.Dropout] = (layer, index, _) => new DropoutForward(layer.Spec.Dropout.Rate, index),
    };

    /// <summary>Builds the computation of one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position in the network.</param>
    /// <param name="parameters">The replica's parameters, shared by all lanes.</param>
    public static ILayerForward Create(NetworkLayer layer, int index, ParameterVector parameters) =>
        ByCase[layer.Spec.KindCase](layer, index, parameters);
}
