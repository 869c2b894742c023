using System.Text.Json;

namespace Cluster.Silo.Hosting;

/// <summary>A file that tells commands on this machine where a ready silo is.</summary>
internal sealed record SiloRecord(int Pid, string Name, string FrontDoor, string DataPlane, DateTimeOffset Started)
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        string temporary = $"{PathIn(directory)}.tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
        File.Move(temporary, PathIn(directory), overwrite: true);
    }

    /// <summary>Removes the file.</summary>
    public void Remove(string directory) => File.Delete(PathIn(directory));

    private string PathIn(string directory) => Path.Combine(directory, $"{Pid}.json");
}
