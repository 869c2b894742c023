using System.Text.Json;

namespace Cluster.Client.Silos;

/// <summary>What a running silo writes about itself into <c>silos/&lt;pid&gt;.json</c> of its data directory.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Name">Its name, such as <c>silo-1</c>.</param>
/// <param name="FrontDoor">Where its gRPC services are.</param>
/// <param name="DataPlane">Where other silos fetch tensors.</param>
/// <param name="Started">When it started.</param>
public sealed record SiloRecord(int Pid, string Name, Uri FrontDoor, Uri DataPlane, DateTimeOffset Started)
{
    /// <summary>Reads a record, or returns null if the text is none.</summary>
    /// <param name="json">Content of a record's file.</param>
    public static SiloRecord? Parse(string json)
    {
        try
        {
            SiloRecord? record = JsonSerializer.Deserialize<SiloRecord>(json, JsonSerializerOptions.Web);
            bool isWhole = record is { Pid: > 0, Name: not null, FrontDoor.IsAbsoluteUri: true };
            return isWhole ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a record's file, or returns null if it is gone or no record.</summary>
    /// <param name="path">The file.</param>
    public static SiloRecord? TryRead(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
