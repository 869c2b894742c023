using Cluster.Silo.Hosting;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Servers;

/// <summary>Silos of one cluster, each with a blob folder of its own: what one has the others must pull.</summary>
internal sealed class OwnStores : IAsyncDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly List<RunningSilo> _silos = [];

    public IReadOnlyList<RunningSilo> Silos => _silos;

    public RunningSilo this[int silo] => _silos[silo];

    public static async Task<OwnStores> Start(int silos)
    {
        var cluster = new OwnStores();
        for (int i = 0; i < silos; i++) await cluster.Add();
        return cluster;
    }

    /// <summary>Starts one more silo; it is known to the others when this returns.</summary>
    public async Task<RunningSilo> Add()
    {
        int number = _silos.Count;
        RunningSilo silo = await RunningSilo.Start(_disk, new SiloSettings { Data = _disk.Path, Name = $"silo-{number}", Blobs = FolderOf(number) });
        _silos.Add(silo);
        foreach (RunningSilo known in _silos) await known.Knows(_silos.Count - 1);
        return silo;
    }

    /// <summary>Where a silo keeps a blob.</summary>
    public string PathOf(int silo, string sha256) => Path.Combine(FolderOf(silo), sha256[..2], sha256[2..]);

    public bool Has(int silo, string sha256) => File.Exists(PathOf(silo, sha256));

    /// <summary>Makes a silo lack a blob.</summary>
    public void Forget(int silo, string sha256) => File.Delete(PathOf(silo, sha256));

    public async ValueTask DisposeAsync()
    {
        foreach (RunningSilo silo in _silos) await silo.DisposeAsync();
        _disk.Dispose();
    }

    private string FolderOf(int silo) => _disk[$"blobs-{silo}"];
}
