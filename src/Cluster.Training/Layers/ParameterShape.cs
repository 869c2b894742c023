namespace Cluster.Training.Layers;

/// <summary>One parameter: name, shape and first values.</summary>
/// <param name="Name">Full name as PyTorch writes it, such as <c>bidirectional.weight_ih_l0_reverse</c>.</param>
/// <param name="Shape">Sizes of the axes, outermost first.</param>
/// <param name="Initializer">Fills in the first values.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Shape, Initializer Initializer)
{
    /// <summary>Whether training changes it; if not, its gradient is zero.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>Number of values.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));
}
