namespace Cluster.Models.Devices;

/// <summary>Asks the driver of a kind of GPU what there is.</summary>
internal interface IGpuDriver
{
    /// <summary>The GPUs that the process sees, by number; none if there is no driver or no GPU.</summary>
    /// <param name="reason">Why there is none, in words; empty if there is one.</param>
    IReadOnlyList<GpuInfo> List(out string reason);
}
