namespace Cluster.Client.Specs;

/// <summary>A value in a spec file that remembers where it stands.</summary>
/// <param name="Origin">Where it stands, such as <c>line 12</c> or <c>--set training.epochs</c>.</param>
internal abstract record SpecNode(string Origin);
