namespace Cluster.Training.Artifacts.Keras;

/// <summary>One array of weights.</summary>
/// <param name="Name">Layer and weight, such as lstm.kernel.</param>
/// <param name="Shape">Sizes of the axes, outermost first.</param>
/// <param name="Values">The values, row by row.</param>
internal sealed record KerasArray(string Name, int[] Shape, float[] Values);
