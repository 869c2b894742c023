namespace Cluster.Client.Specs;

/// <summary>A name and its value in a mapping.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Value">The value.</param>
/// <param name="Origin">Where the name stands.</param>
internal sealed record SpecField(string Name, SpecNode Value, string Origin);
