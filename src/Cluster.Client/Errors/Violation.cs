namespace Cluster.Client.Errors;

/// <summary>One thing that is wrong in a spec.</summary>
/// <param name="Field">Path in lowerCamelCase, such as <c>model.layers[1].lstm.units</c>; empty for the spec as a whole.</param>
/// <param name="Description">What is wrong and what would be right, in a sentence.</param>
public sealed record Violation(string Field, string Description)
{
    /// <summary>Returns <c>path: sentence</c>.</summary>
    public override string ToString() => Field.Length == 0 ? Description : $"{Field}: {Description}";
}
