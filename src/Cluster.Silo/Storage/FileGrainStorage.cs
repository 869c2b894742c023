using Orleans.Storage;

namespace Cluster.Silo.Storage;

/// <summary>
/// Grain state in files, one a grain: 16 bytes of version, then the state. The version is the ETag: of two silos that write
/// over the same version, one is refused.
/// </summary>
internal sealed class FileGrainStorage(string directory, IGrainStorageSerializer serializer, TimeProvider time) : IGrainStorage
{
    private const int VersionBytes = 16;

    /// <summary>A write takes as long as a flush of the disk; a process that holds a lock longer hangs.</summary>
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        if (!File.Exists(path))
        {
            Clear(grainState);
            return;
        }

        byte[] content = await File.ReadAllBytesAsync(path);
        if (content.Length < VersionBytes) throw new IOException($"the state file {path} is damaged");
        grainState.State = serializer.Deserialize<T>(new BinaryData(content.AsMemory(VersionBytes)));
        grainState.ETag = EtagOf(content);
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        byte[] version = Guid.NewGuid().ToByteArray();
        ReadOnlyMemory<byte> state = serializer.Serialize(grainState.State).ToMemory();
        try
        {
            await using FileStream held = await Lock(path);
            RefuseOther(path, grainState.ETag);
            await AtomicFile.Replace(path, version, state);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path} cannot be written: {error.Message}", error);
        }

        grainState.ETag = EtagOf(version);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        await using FileStream held = await Lock(path);
        RefuseOther(path, grainState.ETag);
        File.Delete(path);
        Clear(grainState);
    }

    private static void Clear<T>(IGrainState<T> grainState)
    {
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
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

    // Between looking at the version and the rename no other silo may do the same.
    private async Task<FileStream> Lock(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return await FileLock.Take($"{path}.lock", LockLimit, time)
            ?? throw new IOException($"another process has been writing {path} for {LockLimit.TotalSeconds} s");
    }

    private string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(directory, Uri.EscapeDataString(stateName), $"{Uri.EscapeDataString(grainId.ToString())}.bin");
}
