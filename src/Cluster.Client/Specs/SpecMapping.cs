namespace Cluster.Client.Specs;

/// <summary>Fields by name, in the order in which they were written.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Origin">Where the first one stands.</param>
internal sealed record SpecMapping(OrderedDictionary<string, SpecField> Fields, string Origin) : SpecNode(Origin);
