using System.Globalization;

namespace Cluster.Client.Silos;

/// <summary>What the silos that are started compute with.</summary>
/// <param name="Lanes">Compute threads of each, if it computes on the processor.</param>
/// <param name="Device">The device of each; null for what the silo takes by default, <c>cuda</c> for a GPU each, by the number in the silo's name.</param>
internal sealed record SiloStrength(int Lanes, string? Device)
{
    private const string GpuEach = "cuda";

    /// <summary>The arguments of the silo of a name.</summary>
    /// <param name="name">Such as <c>silo-1</c>.</param>
    public IReadOnlyList<string> ArgumentsOf(string name)
    {
        string[] lanes = ["--lanes", Lanes.ToString(CultureInfo.InvariantCulture)];
        return Device is null ? lanes : [.. lanes, "--device", Device == GpuEach ? GpuOf(name) : Device];
    }

    private static string GpuOf(string name)
    {
        int number = int.Parse(name.AsSpan(name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{GpuEach}:{number - 1}");
    }
}
