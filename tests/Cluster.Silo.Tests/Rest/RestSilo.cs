using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Rest;

/// <summary>A silo on loopback that also serves REST, for all tests of a class.</summary>
public sealed class RestSilo : IAsyncLifetime
{
    private readonly TemporaryDirectory _disk = new();

    public RunningSilo Silo { get; private set; } = null!;

    internal RestCaller Caller { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await RunningSilo.Start(_disk, new SiloSettings { Data = _disk.Path, Name = "test", RestPort = 0 });
        Caller = new RestCaller(Silo.Rest!);
    }

    public async ValueTask DisposeAsync()
    {
        Caller.Dispose();
        await Silo.DisposeAsync();
        _disk.Dispose();
    }
}
