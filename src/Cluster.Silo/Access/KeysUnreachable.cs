namespace Cluster.Silo.Access;

/// <summary>Marks a request whose key could not be looked up: it may be right, and is worth another try.</summary>
internal sealed class KeysUnreachable;
