using Cluster.Training.Layers;

namespace Cluster.Training.Artifacts;

/// <summary>
/// The parameters of a network as PyTorch loads them: its names and shapes. Identical weights give identical bytes, whatever job,
/// time or machine they come from.
/// </summary>
/// <remarks>
/// Our recurrent layers have one bias, PyTorch's two that are added. So each <c>weight_hh</c> without a <c>bias_hh</c> of its own
/// gets one of zeros in the file; reading it back, anything but zeros is refused.
/// </remarks>
public static class WeightsFile
{
    private const string RecurrentWeight = ".weight_hh_l0";
    private const string RecurrentBias = ".bias_hh_l0";
    private const string InputBias = ".bias_ih_l0";

    /// <summary>Writes a weights file.</summary>
    /// <param name="stream">Receives the file from begin to end; need not seek.</param>
    /// <param name="layout">Where each parameter lies.</param>
    /// <param name="parameters">The flat vector, <c>[layout.Length]</c>.</param>
    public static void Write(Stream stream, ParameterLayout layout, ReadOnlyMemory<float> parameters)
    {
        Dictionary<string, ParameterEntry> entries = layout.Entries.ToDictionary(entry => entry.Shape.Name, StringComparer.Ordinal);
        SafetensorsTensor[] tensors =
        [
            .. Tensors(layout).Select(tensor => new SafetensorsTensor(
                tensor.Name,
                tensor.Shape,
                entries.TryGetValue(tensor.Name, out ParameterEntry entry)
                    ? parameters.Slice(entry.Offset, entry.Shape.Count)
                    : new float[tensor.Shape[0]])),
        ];
        SafetensorsWriter.Write(stream, tensors, [new("format", "pt")]);
    }

    /// <summary>Reads a weights file into a flat vector.</summary>
    /// <param name="stream">The file; must be able to seek.</param>
    /// <param name="layout">Where each parameter lies.</param>
    /// <param name="parameters">The flat vector, <c>[layout.Length]</c>; overwritten, padding with zeros.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short or of another network.</exception>
    public static void Read(Stream stream, ParameterLayout layout, Memory<float> parameters)
    {
        (SafetensorsReader reader, List<(string Name, IReadOnlyList<int> Shape)> tensors) = Open(stream, layout);
        parameters.Span.Clear();
        foreach (ParameterEntry entry in layout.Entries)
            reader.Read(entry.Shape.Name, parameters.Span.Slice(entry.Offset, entry.Shape.Count));
        HashSet<string> own = [.. layout.Entries.Select(entry => entry.Shape.Name)];
        foreach ((string name, IReadOnlyList<int> shape) in tensors.Where(tensor => !own.Contains(tensor.Name)))
        {
            float[] values = new float[shape[0]];
            reader.Read(name, values);
            if (values.AsSpan().ContainsAnyExcept(0f)) throw new InvalidDataException($"{name} is not zero; this network has one bias.");
        }
    }

    /// <summary>Checks that a file fits a network and holds finite numbers only, without holding them all.</summary>
    /// <param name="stream">The file; must be able to seek.</param>
    /// <param name="layout">Where each parameter lies.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, of another network, or has a number that is not finite.</exception>
    public static void Check(Stream stream, ParameterLayout layout)
    {
        (SafetensorsReader reader, List<(string Name, IReadOnlyList<int> Shape)> tensors) = Open(stream, layout);
        foreach ((string name, _) in tensors)
        {
            if (!reader.IsFinite(name)) throw new InvalidDataException($"{name} has a value that is not finite.");
        }
    }

    private static (SafetensorsReader Reader, List<(string Name, IReadOnlyList<int> Shape)> Tensors) Open(Stream stream, ParameterLayout layout)
    {
        SafetensorsReader reader = new(stream);
        List<(string Name, IReadOnlyList<int> Shape)> tensors = Tensors(layout);
        foreach ((string name, IReadOnlyList<int> shape) in tensors) reader.Require(name, shape);
        return reader.Tensors.Count == tensors.Count
            ? (reader, tensors)
            : throw new InvalidDataException($"The weights have {reader.Tensors.Count} tensors, the network {tensors.Count}.");
    }

    /// <summary>Names and shapes in the order of the file: the layout's, and the biases it lacks.</summary>
    private static List<(string Name, IReadOnlyList<int> Shape)> Tensors(ParameterLayout layout)
    {
        Dictionary<string, IReadOnlyList<int>> shapes =
            layout.Entries.ToDictionary(entry => entry.Shape.Name, entry => entry.Shape.Shape, StringComparer.Ordinal);
        List<(string Name, IReadOnlyList<int> Shape)> tensors = [];
        foreach (ParameterEntry entry in layout.Entries)
        {
            string name = entry.Shape.Name;
            tensors.Add((name, entry.Shape.Shape));

            // PyTorch's order: weight_ih, weight_hh, bias_ih, bias_hh.
            string bias = name.Replace(InputBias, RecurrentBias, StringComparison.Ordinal);
            string weight = name.Replace(InputBias, RecurrentWeight, StringComparison.Ordinal);
            if (bias != name && !shapes.ContainsKey(bias) && shapes.TryGetValue(weight, out IReadOnlyList<int>? shape))
                tensors.Add((bias, [shape[0]]));
        }

        return tensors;
    }
}
