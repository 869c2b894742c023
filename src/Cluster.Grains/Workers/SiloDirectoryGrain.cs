using Orleans.Concurrency;

namespace Cluster.Grains.Workers;

/// <summary>Tells what the silo that it happens to run on knows.</summary>
[StatelessWorker(1)]
public sealed class SiloDirectoryGrain(ActiveSilos silos) : Grain, ISiloDirectoryGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SiloPlace>> Now() => Task.FromResult<IReadOnlyList<SiloPlace>>(
        [.. silos.Now().OrderBy(silo => silo.Name, StringComparer.Ordinal).Select(silo => new SiloPlace(silo.Name, silo.Endpoint))]);
}
