using Cluster.Models.Devices;

namespace Cluster.Models.Tests.Devices;

public sealed class DeviceCatalogTests
{
    private static readonly GpuInfo Large = new(0, "NVIDIA H100 80GB HBM3", 85_045_870_592, 9, 0, 132);
    private static readonly GpuInfo Small = new(1, "Tesla T4", 15_835_660_288, 7, 5, 40);

    [Fact]
    public void The_processor_comes_first_and_every_gpu_after_it()
    {
        var catalog = new DeviceCatalog(new FixedGpus("", Large, Small));

        Assert.Equal(["cpu", "cuda:0", "cuda:1"], catalog.Devices.Select(device => device.Name.ToString()));
        Assert.Equal(
            ["cuda:0: NVIDIA H100 80GB HBM3, 79.2 GiB, compute capability 9.0, 132 multiprocessors", "cuda:1: Tesla T4, 14.7 GiB, compute capability 7.5, 40 multiprocessors"],
            catalog.Devices.Skip(1).Select(device => device.ToString()));
        Assert.Null(catalog.Devices[0].Gpu);
        Assert.True(catalog.Devices[0].MemoryBytes > 1 << 28);
        Assert.StartsWith($"cpu: {Environment.ProcessorCount} cores, x64, ", catalog.Devices[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_found_by_its_name()
    {
        var catalog = new DeviceCatalog(new FixedGpus("", Large, Small));

        Assert.Equal("Tesla T4", catalog.Find(DeviceName.Parse("cuda:1")).Model);
        Assert.Null(catalog.Find(DeviceName.Cpu).Gpu);
    }

    [Theory]
    [InlineData(0, "no CUDA device: the driver sees no GPU")]
    [InlineData(1, "no CUDA device cuda:2: there is 1, numbered from 0")]
    [InlineData(2, "no CUDA device cuda:2: there are 2, numbered from 0")]
    public void A_device_that_is_not_there_is_never_replaced_by_another(int gpus, string message)
    {
        GpuInfo[] there = [.. new[] { Large, Small }.Take(gpus)];
        var catalog = new DeviceCatalog(new FixedGpus("the driver sees no GPU", there));

        DeviceUnavailableException error = Assert.Throws<DeviceUnavailableException>(() => catalog.Find(new DeviceName(2)));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void This_machine_has_its_processor_and_says_why_it_has_no_gpu()
    {
        var catalog = DeviceCatalog.OfThisMachine();

        Assert.Equal(DeviceName.Cpu, catalog.Devices[0].Name);
        if (catalog.Devices.Count > 1)
        {
            Assert.All(catalog.Devices.Skip(1), device => Assert.True(device.Gpu!.Major >= 5 && device.MemoryBytes > 1 << 28));
            return;
        }

        string message = Assert.Throws<DeviceUnavailableException>(() => catalog.Find(new DeviceName(0))).Message;
        Assert.StartsWith("no CUDA device: ", message, StringComparison.Ordinal);
        Assert.True(message.Length > "no CUDA device: ".Length);
    }
}
