namespace Cluster.Training.Checkpoints;

/// <summary>Parameters and optimizer state as a safetensors file.</summary>
public static class CheckpointFile
{
    /// <summary>Writes a checkpoint; the same content gives the same bytes.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="header">What the file says of itself.</param>
    /// <param name="vectors">What is saved.</param>
    public static void Write(Stream stream, CheckpointHeader header, IReadOnlyList<NamedVector> vectors) =>
        throw new NotImplementedException();

    /// <summary>Reads a checkpoint into vectors of the right names and lengths.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="vectors">Overwritten.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut short or of another network.</exception>
    public static CheckpointHeader Read(Stream stream, IReadOnlyList<NamedVector> vectors) =>
        throw new NotImplementedException();
}
