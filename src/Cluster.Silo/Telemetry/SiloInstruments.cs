using System.Diagnostics.Metrics;
using Cluster.Grains.Telemetry;
using Cluster.Silo.Hosting;
using Cluster.Silo.Storage.Shared;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Silo.Telemetry;

/// <summary>What the process around the training does, in numbers; docs/observability.md lists them.</summary>
internal sealed class SiloInstruments
{
    private readonly Counter<long> _refused;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter, and ends it with the silo.</param>
    /// <param name="data">Where files lie.</param>
    /// <param name="store">Knows whether the shared store answers; null where there is none, or nobody watches it.</param>
    public SiloInstruments(IMeterFactory meters, DataDirectory data, StoreWatch? store = null)
    {
        Meter meter = meters.Create(TrainingInstruments.Name);
        meter.CreateObservableGauge("cluster.blob.usage", () => SizeOf(data.Blobs), "By", "Datasets, checkpoints and models on this silo's disk.");
        meter.CreateObservableGauge("cluster.disk.free", () => new DriveInfo(data.Root).AvailableFreeSpace, "By", "What is left on the disk of the data directory.");
        meter.CreateObservableGauge(
            "cluster.store.silence", () => (long)Math.Ceiling(store?.Silence.TotalSeconds ?? 0), "s", "For how long the shared store has not answered this silo.");
        _refused = meter.CreateCounter<long>("cluster.call.refused", "{call}", "Calls that were turned away before a service heard of them.");
    }

    /// <summary>Counts a call that was turned away.</summary>
    public void CountRefusal(RpcException error)
    {
        if (_refused.Enabled)
            _refused.Add(1, new KeyValuePair<string, object?>("cluster.refusal.reason", error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason.ToLowerInvariant() ?? ""));
    }

    // Measured when someone asks, which is a few times a minute.
    private static long SizeOf(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // There is none yet, or a file went while it was looked at.
            return 0;
        }
    }
}
