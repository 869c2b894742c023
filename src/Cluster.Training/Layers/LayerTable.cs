using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>All layers by their kind in the spec. Adding a layer means one file and one line here.</summary>
public static class LayerTable
{
    /// <summary>Says everything that is wrong in a stack of layers.</summary>
    /// <param name="model">The stack as the user gave it; not empty.</param>
    /// <returns>Violations with paths such as <c>model.layers[1].bidirectional.lstm.units</c>.</returns>
    public static IReadOnlyList<Violation> Validate(ModelSpec model) => throw new NotImplementedException();

    /// <summary>Returns a copy with every default filled in, except a last layer's units, which follow from the data.</summary>
    /// <param name="model">A valid stack.</param>
    public static ModelSpec Resolve(ModelSpec model) => throw new NotImplementedException();
}
