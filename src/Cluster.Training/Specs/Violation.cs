namespace Cluster.Training.Specs;

/// <summary>One thing that is wrong in a spec.</summary>
/// <param name="Field">Path in lowerCamelCase, such as <c>model.layers[1].bidirectional.lstm.units</c>.</param>
/// <param name="Description">What is wrong and what would be right, in a sentence.</param>
public sealed record Violation(string Field, string Description);
