namespace Cluster.Client.Specs;

/// <summary>Values in order.</summary>
/// <param name="Items">The values.</param>
/// <param name="Origin">Where the first one stands.</param>
internal sealed record SpecList(List<SpecNode> Items, string Origin) : SpecNode(Origin);
