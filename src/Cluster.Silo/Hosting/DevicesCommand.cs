using Cluster.Models.Devices;

namespace Cluster.Silo.Hosting;

/// <summary>Lists the devices that a silo of this machine could be told to compute on, one a line.</summary>
internal static class DevicesCommand
{
    /// <summary>The first argument that stands for it.</summary>
    public const string Name = "devices";

    /// <summary>Writes the list.</summary>
    /// <returns>The exit code: 0.</returns>
    public static async Task<int> Run()
    {
        foreach (DeviceInfo device in DeviceCatalog.OfThisMachine().Devices) await Console.Out.WriteLineAsync(device.ToString());
        return 0;
    }
}
