using Cluster.Models.Devices;

namespace Cluster.Models.Tests.Devices;

/// <summary>A driver that says what a test wants to hear.</summary>
internal sealed class FixedGpus(string reason, params GpuInfo[] gpus) : IGpuDriver
{
    public IReadOnlyList<GpuInfo> List(out string why)
    {
        why = reason;
        return gpus;
    }
}
