using System.Globalization;
using Cluster.Training.Artifacts;

namespace Cluster.Training.Checkpoints;

/// <summary>Parameters and optimizer state as a safetensors file: each vector flat, what the file says of itself as metadata.</summary>
public static class CheckpointFile
{
    private const string Format = "cluster-checkpoint/1";

    /// <summary>Writes a checkpoint; the same content gives the same bytes.</summary>
    /// <param name="stream">Receives the file from begin to end; need not seek.</param>
    /// <param name="header">What the file says of itself.</param>
    /// <param name="vectors">What is saved.</param>
    public static void Write(Stream stream, CheckpointHeader header, IReadOnlyList<NamedVector> vectors) =>
        SafetensorsWriter.Write(
            stream,
            [.. vectors.Select(vector => new SafetensorsTensor(vector.Name, [vector.Values.Length], vector.Values))],
            [
                new("format", Format),
                new("job", header.Job),
                new("step", header.Step.ToString(CultureInfo.InvariantCulture)),
                new("numeric_class", header.NumericClass),
            ]);

    /// <summary>Reads a checkpoint into vectors of the right names and lengths.</summary>
    /// <param name="stream">The file; must be able to seek. Single flipped bits in it are found by the blob's digest, not here.</param>
    /// <param name="vectors">Overwritten, but only after the whole header was checked.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short or of another network.</exception>
    public static CheckpointHeader Read(Stream stream, IReadOnlyList<NamedVector> vectors)
    {
        SafetensorsReader reader = new(stream);
        string format = Property(reader, "format");
        if (format != Format) throw new InvalidDataException($"The checkpoint has the format '{format}', not '{Format}'.");
        bool isStep = long.TryParse(Property(reader, "step"), NumberStyles.None, CultureInfo.InvariantCulture, out long step);
        if (!isStep) throw new InvalidDataException("The checkpoint's step is not a number.");
        CheckpointHeader header = new(Property(reader, "job"), step, Property(reader, "numeric_class"));

        if (reader.Tensors.Count != vectors.Count)
            throw new InvalidDataException($"The checkpoint has {reader.Tensors.Count} vectors, not {vectors.Count}.");
        foreach (NamedVector vector in vectors) reader.Require(vector.Name, [vector.Values.Length]);
        foreach (NamedVector vector in vectors) reader.Read(vector.Name, vector.Values.Span);
        return header;
    }

    private static string Property(SafetensorsReader reader, string name) =>
        reader.Metadata.GetValueOrDefault(name) ?? throw new InvalidDataException($"The checkpoint does not say its {name}.");
}
