using Cluster.Training.Events;

namespace Cluster.Silo.Storage.Shared;

/// <summary>A server on which silos of several machines keep what must outlive them.</summary>
internal interface ISharedStore : IAsyncDisposable
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>The event logs.</summary>
    IEventStore Events { get; }

    /// <summary>Returns a value that was set once, or null.</summary>
    /// <exception cref="IOException">The server does not answer.</exception>
    /// <exception cref="StoreLostException">It holds nothing of a cluster.</exception>
    Task<string?> Find(string setting, CancellationToken cancel);

    /// <summary>Returns a value that was set before; if there is none, sets it.</summary>
    /// <exception cref="IOException">The server does not answer.</exception>
    Task<string> GetOrAdd(string setting, string value, CancellationToken cancel);

    /// <summary>Adds Orleans' own providers for membership and, under a name, for grain state.</summary>
    void AddProviders(ISiloBuilder silo, string grainStorage);

    /// <summary>Adds Orleans' own list of the silos that let front doors in.</summary>
    void AddGateways(IClientBuilder client);
}
