namespace Cluster.Training.Layers;

/// <summary>Where in the stack a layer stands while the stack is checked.</summary>
/// <param name="Path">Path of the layer, such as <c>model.layers[1]</c>.</param>
/// <param name="Field">Path of the layer's settings, such as <c>model.layers[1].simpleRnn</c>.</param>
/// <param name="IsLast">Whether no layer follows.</param>
/// <param name="Input">What comes in; null if a layer before is unknown.</param>
/// <param name="Ends">What goes into the stack and must come out of it.</param>
internal readonly record struct LayerPlace(string Path, string Field, bool IsLast, FeatureShape? Input, StackEnds Ends);
