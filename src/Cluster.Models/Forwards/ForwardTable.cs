using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Forwards;

/// <summary>How each kind of layer is computed. Adding a layer means one file and one line here.</summary>
internal static class ForwardTable
{
    private static readonly Dictionary<LayerSpec.KindOneofCase, Func<NetworkLayer, int, ParameterVector, ILayerForward>> ByCase = new()
    {
        [LayerSpec.KindOneofCase.Embedding] = (layer, index, parameters) => new EmbeddingForward(layer, index, parameters),
        [LayerSpec.KindOneofCase.Lstm] = (layer, index, parameters) => new RecurrentForward(layer, index, parameters),
        [LayerSpec.KindOneofCase.Gru] = (layer, index, parameters) => new RecurrentForward(layer, index, parameters),
        [LayerSpec.KindOneofCase.SimpleRnn] = (layer, index, parameters) => new RecurrentForward(layer, index, parameters),
        [LayerSpec.KindOneofCase.Bidirectional] = (layer, index, parameters) => new BidirectionalForward(layer, index, parameters),
        [LayerSpec.KindOneofCase.Dense] = (layer, _, parameters) => new DenseForward(layer, layer.Spec.Dense, parameters),
        [LayerSpec.KindOneofCase.TimeDistributed] = (layer, _, parameters) => new DenseForward(layer, layer.Spec.TimeDistributed.Dense, parameters),
        [LayerSpec.KindOneofCase.Dropout] = (layer, index, _) => new DropoutForward(layer.Spec.Dropout.Rate, index),
        [LayerSpec.KindOneofCase.LayerNormalization] = (layer, _, parameters) => new LayerNormalizationForward(layer, parameters),
        [LayerSpec.KindOneofCase.Pooling] = (layer, _, _) => new PoolingForward(layer.Spec.Pooling.Kind),
        [LayerSpec.KindOneofCase.RepeatVector] = (layer, _, _) => new RepeatVectorForward(layer.Spec.RepeatVector.Steps),
    };

    /// <summary>Builds the computation of one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position in the network.</param>
    /// <param name="parameters">The replica's parameters, shared by all lanes.</param>
    public static ILayerForward Create(NetworkLayer layer, int index, ParameterVector parameters) =>
        ByCase[layer.Spec.KindCase](layer, index, parameters);
}
