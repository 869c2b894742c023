namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Floats that are read from the other silo's memory.</summary>
public sealed class MemoryExchangeTests() : ExchangeTests(readsMemory: true);
