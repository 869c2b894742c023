using System.Diagnostics.Metrics;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Silo.Tests.Telemetry;

/// <summary>A silo with metrics for Prometheus, and a job that it trained.</summary>
public sealed class MeasuredSilo : IAsyncLifetime
{
    private readonly TemporaryDirectory _disk = new();
    private readonly HttpClient _client = new();

    public RunningSilo Silo { get; private set; } = null!;

    /// <summary>The instruments of this silo's meter: other silos of the same process have their own.</summary>
    internal IReadOnlyList<Instrument> Instruments()
    {
        var factory = Silo.Services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Cluster" && instrument.Meter.Scope == factory) found.Add(instrument);
            },
        };
        listener.Start();
        return found;
    }

    /// <summary>What Prometheus gets.</summary>
    public Task<string> Scrape() => _client.GetStringAsync(new Uri($"{Silo.Management}/metrics"), TimeLimit.Token);

    public async ValueTask InitializeAsync()
    {
        Silo = await RunningSilo.Start(_disk, new SiloSettings { Data = _disk.Path, Name = "test", ManagementPort = 0 });
        await Silo.Train(SharedSilo.Spec("measured"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Silo.DisposeAsync();
        _disk.Dispose();
    }
}
