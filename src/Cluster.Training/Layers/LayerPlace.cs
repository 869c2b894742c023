namespace Cluster.Training.Layers;

/// <summary>Where in the stack a layer stands while the stack is checked.</summary>
/// <param name="Path">Path of the layer's field, such as <c>model.layers[1]</c>.</param>
/// <param name="IsLast">Whether no layer follows.</param>
/// <param name="Input">What comes in; null if a layer before is unknown.</param>
internal readonly record struct LayerPlace(string Path, bool IsLast, FeatureShape? Input);
