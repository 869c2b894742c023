namespace Cluster.Models.Devices;

/// <summary>A device that a silo of this machine could compute on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">What it is, for people.</param>
/// <param name="MemoryBytes">Memory it computes in.</param>
/// <param name="Gpu">What its driver says, if it is a GPU.</param>
public sealed record DeviceInfo(DeviceName Name, string Model, long MemoryBytes, GpuInfo? Gpu)
{
    /// <summary>One line: name, model, memory, and the compute capability of a GPU.</summary>
    public override string ToString()
    {
        string memory = FormattableString.Invariant($"{MemoryBytes / (double)(1L << 30):0.0} GiB");
        return Gpu is { } gpu
            ? FormattableString.Invariant($"{Name}: {Model}, {memory}, compute capability {gpu.Major}.{gpu.Minor}, {gpu.Multiprocessors} multiprocessors")
            : $"{Name}: {Model}, {memory}";
    }
}
