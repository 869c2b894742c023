namespace Cluster.Models.Devices;

/// <summary>What a GPU's driver says of it.</summary>
/// <param name="Number">Its number among those that the process sees, from 0; CUDA_VISIBLE_DEVICES chooses and orders them.</param>
/// <param name="Model">Such as <c>NVIDIA H100 80GB HBM3</c>.</param>
/// <param name="MemoryBytes">All of its memory.</param>
/// <param name="Major">First number of the compute capability: the generation of its instructions.</param>
/// <param name="Minor">Second number of the compute capability.</param>
/// <param name="Multiprocessors">Streaming multiprocessors; libraries choose kernels by their number too.</param>
public sealed record GpuInfo(int Number, string Model, long MemoryBytes, int Major, int Minor, int Multiprocessors);
