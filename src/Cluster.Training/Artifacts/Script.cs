namespace Cluster.Training.Artifacts;

/// <summary>The scripts that go into model folders as they are; they lie in this assembly.</summary>
internal static class Script
{
    /// <summary>Writes a script.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="stream">Receives the file.</param>
    public static void CopyTo(Stream stream, string name)
    {
        using Stream script = typeof(Script).Assembly.GetManifestResourceStream(name)!;
        script.CopyTo(stream);
    }
}
