namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Floats that go over the connection, as from another machine.</summary>
public sealed class ConnectionExchangeTests() : ExchangeTests(readsMemory: false);
