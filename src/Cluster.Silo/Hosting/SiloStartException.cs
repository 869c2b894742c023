namespace Cluster.Silo.Hosting;

/// <summary>The silo cannot start; the message is one sentence for the user.</summary>
internal sealed class SiloStartException(string message) : Exception(message);
