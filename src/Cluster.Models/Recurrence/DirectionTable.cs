using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Models.Recurrence;

/// <summary>How each recurrent layer is computed in one direction.</summary>
internal static class DirectionTable
{
    private static readonly Dictionary<LayerSpec.KindOneofCase, Func<int, int, RecurrentDirection>> ByCell = new()
    {
        [LayerSpec.KindOneofCase.Lstm] = (inputs, units) => new LstmDirection(inputs, units),
        [LayerSpec.KindOneofCase.Gru] = (inputs, units) => new GruDirection(inputs, units),
        [LayerSpec.KindOneofCase.SimpleRnn] = (inputs, units) => new SimpleRnnDirection(inputs, units),
    };

    /// <summary>One direction of a layer, its weights in the flat vector.</summary>
    public static RecurrentDirection Create(
        RecurrentSettings settings, int inputs, IReadOnlyList<ParameterShape> shapes, ParameterVector parameters)
    {
        RecurrentDirection direction = ByCell[settings.Cell](inputs, settings.Units);
        direction.Bind(shapes, parameters);
        return direction;
    }
}
