using System.Text.Json;

namespace Cluster.Silo.Membership;

/// <summary>The membership table of all silos on one machine, in one file. One process at a time changes it.</summary>
/// <param name="directory">Where the file and its lock lie; created if missing.</param>
internal sealed class MembershipFile(string directory)
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(30);

    private string Table => Path.Combine(directory, "membership.json");

    /// <summary>Reads the table as it is.</summary>
    public MembershipDocument Read()
    {
        if (!File.Exists(Table)) return MembershipDocument.Empty;
        return JsonSerializer.Deserialize<MembershipDocument>(File.ReadAllBytes(Table)) ?? MembershipDocument.Empty;
    }

    /// <summary>Changes the table while no other process does.</summary>
    /// <param name="change">Returns the new table, or null to leave it.</param>
    /// <returns>Whether it was changed.</returns>
    public async Task<bool> Change(Func<MembershipDocument, MembershipDocument?> change)
    {
        Directory.CreateDirectory(directory);
        await using FileStream held = await Lock("membership.lock");
        if (change(Read()) is not { } changed) return false;
        string temporary = $"{Table}.{Environment.ProcessId}.tmp";
        await File.WriteAllBytesAsync(temporary, JsonSerializer.SerializeToUtf8Bytes(changed));
        File.Move(temporary, Table, overwrite: true);
        return true;
    }

    /// <summary>
    /// Waits until no other silo is about to join. Orleans lets one of two silos that join at the same moment wait for seconds.
    /// </summary>
    /// <returns>To be disposed when the silo has joined.</returns>
    public Task<FileStream> HoldJoining()
    {
        Directory.CreateDirectory(directory);
        return Lock("joining.lock");
    }

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
        try
        {
            using var free = new FileStream(AlivePath(silo), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string AlivePath(string silo) => Path.Combine(directory, $"{silo.Replace(':', '_')}.alive");

    private async Task<FileStream> Lock(string name)
    {
        string path = Path.Combine(directory, name);
        for (TimeSpan waited = TimeSpan.Zero; ; waited += LockRetry)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockLimit)
            {
                await Task.Delay(LockRetry);
            }
        }
    }
}
