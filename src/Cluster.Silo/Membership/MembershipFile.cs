using System.Text.Json;
using Cluster.Silo.Storage;

namespace Cluster.Silo.Membership;

/// <summary>The membership table of all silos on one machine, in one file. One process at a time changes it.</summary>
/// <param name="directory">Where the file and its locks lie; created if missing.</param>
/// <param name="time">Ends the waiting for locks.</param>
internal sealed class MembershipFile(string directory, TimeProvider time)
{
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private static readonly TimeSpan ChangeLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a joining silo may take before the next one stops waiting for it.</summary>
    private static readonly TimeSpan JoiningLimit = TimeSpan.FromSeconds(30);

    private string Table => Path.Combine(directory, "membership.json");

    /// <summary>Reads the table as it is.</summary>
    public MembershipDocument Read()
    {
        if (!File.Exists(Table)) return MembershipDocument.Empty;
        try
        {
            return JsonSerializer.Deserialize<MembershipDocument>(File.ReadAllBytes(Table), Strict) ?? MembershipDocument.Empty;
        }
        catch (JsonException)
        {
            // Only a broken disk leaves half a table; then no silo that it named is alive.
            return MembershipDocument.Empty;
        }
    }

    /// <summary>Changes the table while no other process does.</summary>
    /// <param name="change">Returns the new table, or null to leave it.</param>
    /// <returns>Whether it was changed.</returns>
    /// <exception cref="IOException">The directory cannot be written, or another process hangs while it writes.</exception>
    public async Task<bool> Change(Func<MembershipDocument, MembershipDocument?> change)
    {
        await using FileStream held = await Lock("membership.lock", ChangeLimit)
            ?? throw new IOException($"another process has been changing {Table} for {ChangeLimit.TotalSeconds} s");
        if (change(Read()) is not { } changed) return false;
        await AtomicFile.Replace(Table, JsonSerializer.SerializeToUtf8Bytes(changed, Strict));
        return true;
    }

    /// <summary>
    /// Waits until no other silo is about to join: Orleans lets one of two silos that join at the same moment wait for
    /// seconds. That costs time and no more, so a silo that hangs while it joins holds up the others for a while only.
    /// </summary>
    /// <returns>To be disposed when the silo has joined; null after waiting too long.</returns>
    public Task<FileStream?> HoldJoining() => Lock("joining.lock", JoiningLimit);

    /// <summary>Holds a silo's own lock for as long as the process lives, however it ends.</summary>
    /// <param name="silo">The silo's address.</param>
    public FileStream HoldAlive(string silo)
    {
        Directory.CreateDirectory(directory);
        return new FileStream(AlivePath(silo), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Whether the process of a silo is gone: nobody holds its lock.</summary>
    /// <param name="silo">The silo's address.</param>
    public bool IsGone(string silo)
    {
        if (!File.Exists(AlivePath(silo))) return true;
        using FileStream? free = FileLock.TryTake(AlivePath(silo));
        return free is not null;
    }

    /// <summary>Removes what a silo whose process is gone left behind.</summary>
    /// <param name="silo">The silo's address; no other silo ever gets the same.</param>
    public void Forget(string silo) => File.Delete(AlivePath(silo));

    private string AlivePath(string silo) => Path.Combine(directory, $"{silo.Replace(':', '_')}.alive");

    private Task<FileStream?> Lock(string name, TimeSpan limit)
    {
        Directory.CreateDirectory(directory);
        return FileLock.Take(Path.Combine(directory, name), limit, time);
    }
}
