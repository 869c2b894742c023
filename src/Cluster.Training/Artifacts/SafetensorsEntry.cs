namespace Cluster.Training.Artifacts;

/// <summary>What a safetensors header says of one tensor. Its values are float32.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">Sizes of the axes, outermost first.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last one.</param>
public sealed record SafetensorsEntry(string Name, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Number of values.</summary>
    public long Count => (End - Begin) / sizeof(float);
}
