using Cluster.Silo.Hosting;
using Cluster.Silo.Outside;
using Cluster.Training.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Silo.Tests.Outside;

public sealed class CacheSweepTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void The_oldest_copies_go_until_the_rest_keeps_to_the_limit()
    {
        Directory.CreateDirectory(_disk["blobs/aa"]);
        foreach ((string name, int minutes) in new[] { ("oldest", 30), ("older", 20), ("newer", 10), ("in-use", 1) })
        {
            string path = _disk[$"blobs/aa/{name}"];
            File.WriteAllBytes(path, new byte[100]);
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(minutes));
        }

        Assert.Equal(2, Sweep(limit: 250).Sweep());
        Assert.Equal(["in-use", "newer"], _disk.Files().Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(1, Sweep(limit: 0).Sweep());
        Assert.Equal(["in-use"], _disk.Files().Select(path => Path.GetFileName(path)));
    }

    private CacheSweep Sweep(long limit) =>
        new(new DataDirectory(_disk.Path), new SiloSettings { Cache = limit }, _time, NullLogger<CacheSweep>.Instance);
}
