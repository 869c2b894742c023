using Cluster.Models.Devices;
using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using TorchSharp;

[assembly: AssemblyFixture(typeof(Cluster.Models.Tests.AcceleratorFixture))]

namespace Cluster.Models.Tests;

/// <summary>Devices with memory of their own: a GPU where there is one, and everywhere the processor treated as if it were one.</summary>
public sealed class AcceleratorFixture : IDisposable
{
    private const string Gpu = "cuda";
    private readonly Lazy<Accelerator> _cpu = new(() => new Accelerator(torch.CPU, "as-a-gpu"));
    private readonly Lazy<Accelerator> _gpu = new(() => Accelerator.Open(DeviceCatalog.OfThisMachine().Find(new DeviceName(0)).Gpu!));

    /// <summary>Rows of a theory; that of the GPU is marked.</summary>
    public static IEnumerable<TheoryDataRow<string>> Devices =>
        [new TheoryDataRow<string>("cpu"), new TheoryDataRow<string>(Gpu).WithTrait("Requires", "Gpu")];

    /// <summary>The device of a row; without a GPU the test is skipped and says why.</summary>
    public Accelerator On(string device)
    {
        try
        {
            return device == Gpu ? _gpu.Value : _cpu.Value;
        }
        catch (DeviceUnavailableException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }

    /// <summary>A replica with fresh weights of the given seed.</summary>
    public IReplica Replica(string device, Network network, uint seed = 1)
    {
        IReplica replica = new AcceleratedReplicaFactory(On(device)).Create(network);
        network.Layout.Initialize(seed, replica.Parameters.Span);
        return replica;
    }

    public void Dispose()
    {
        if (_cpu.IsValueCreated) _cpu.Value.Dispose();
        if (_gpu.IsValueCreated) _gpu.Value.Dispose();
    }
}
