using System.Globalization;
using System.Text.RegularExpressions;

namespace Cluster.Models.Devices;

/// <summary>Names a device of a machine: <c>cpu</c>, all its cores together, or <c>cuda:N</c>, one GPU.</summary>
/// <param name="Gpu">Number of the GPU among those that the process sees, from 0; null for the processor.</param>
public readonly partial record struct DeviceName(int? Gpu)
{
    /// <summary>The form of a name: <c>cpu</c>, <c>cuda</c> for <c>cuda:0</c>, or <c>cuda:N</c> with N up to 999.</summary>
    public const string Form = "cpu|cuda(:[0-9]{1,3})?";

    /// <summary>The processor.</summary>
    public static DeviceName Cpu => default;

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="FormatException">It has not the form <see cref="Form"/>.</exception>
    public static DeviceName Parse(string text)
    {
        if (!Whole().IsMatch(text)) throw new FormatException($"{text} is no device: it must be cpu, cuda or cuda:N");
        if (text == "cpu") return Cpu;
        return new DeviceName(text == "cuda" ? 0 : int.Parse(text.AsSpan("cuda:".Length), CultureInfo.InvariantCulture));
    }

    /// <summary><c>cpu</c> or <c>cuda:N</c>.</summary>
    public override string ToString() => Gpu is int number ? string.Create(CultureInfo.InvariantCulture, $"cuda:{number}") : "cpu";

    [GeneratedRegex($"^({Form})\\z")]
    private static partial Regex Whole();
}
