using Orleans.Storage;

namespace Cluster.Silo.Storage;

/// <summary>
/// Grain state in files, one a grain: 16 bytes of version, then the state. Written to a temporary file, flushed to
/// disk and renamed, so a crash leaves the old state or the new one. The version is the ETag.
/// </summary>
internal sealed class FileGrainStorage(string directory, IGrainStorageSerializer serializer) : IGrainStorage
{
    private const int VersionBytes = 16;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        grainState.RecordExists = File.Exists(path);
        if (!grainState.RecordExists)
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            return;
        }

        byte[] content = await File.ReadAllBytesAsync(path);
        grainState.ETag = EtagOf(content);
        grainState.State = serializer.Deserialize<T>(new BinaryData(content.AsMemory(VersionBytes)));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RefuseOther(path, grainState.ETag);
        byte[] version = Guid.NewGuid().ToByteArray();
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                await file.WriteAsync(version);
                await file.WriteAsync(serializer.Serialize(grainState.State).ToMemory());
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        grainState.ETag = EtagOf(version);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        RefuseOther(path, grainState.ETag);
        File.Delete(path);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private static string EtagOf(byte[] content) => Convert.ToHexStringLower(content.AsSpan(0, VersionBytes));

    private static void RefuseOther(string path, string? expected)
    {
        string? current = null;
        if (File.Exists(path))
        {
            byte[] version = new byte[VersionBytes];
            using FileStream file = File.OpenRead(path);
            file.ReadExactly(version);
            current = EtagOf(version);
        }

        if (current != expected) throw new InconsistentStateException($"{path} was changed by another silo", current ?? "none", expected ?? "none");
    }

    private string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(directory, Uri.EscapeDataString(stateName), $"{Uri.EscapeDataString(grainId.ToString())}.bin");
}
