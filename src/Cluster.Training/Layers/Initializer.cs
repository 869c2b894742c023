namespace Cluster.Training.Layers;

/// <summary>Fills a parameter with its first values; a pure function of the key.</summary>
/// <param name="values">The parameter, row by row; overwritten.</param>
/// <param name="shape">Sizes of its axes, outermost first.</param>
/// <param name="key">Key of its random numbers, made from the seed and the parameter's position.</param>
public delegate void Initializer(Span<float> values, IReadOnlyList<int> shape, ulong key);
