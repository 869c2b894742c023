using System.Diagnostics;
using Cluster.Training.Blobs;

namespace Cluster.Training.Tests.Blobs;

/// <summary>What the store does when the disk refuses. Some need a kind of disk that only root, or only others, can have.</summary>
public sealed class BrokenDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_disk_surfaces_and_leaves_earlier_blobs_intact()
    {
        using SmallDisk disk = new();
        BlobStore store = new(disk.Path);
        Blob small = store.Write(stream => stream.Write(new byte[100_000]));
        IOException error = Assert.Throws<IOException>(() => store.Write(stream =>
        {
            for (int i = 0; i < 20; i++) stream.Write(new byte[100_000]);
        }));

        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Single(disk.Files());
        Assert.True(store.Verify(small.Sha256));
        Blob next = store.Write(stream => stream.Write(new byte[200_000]));
        Assert.True(store.Verify(next.Sha256));
    }

    [Fact]
    public void A_directory_without_write_access_gives_a_clear_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses Linux permissions.");
        string forbidden;
        if (Environment.IsPrivilegedProcess)
        {
            // Root may write everywhere but in the kernel's own tree.
            Assert.SkipUnless(Directory.Exists("/sys/kernel"), "No sysfs to be refused by.");
            forbidden = "/sys/kernel/blobs";
        }
        else
        {
            forbidden = Directory.CreateDirectory(_directory["forbidden"]).FullName;
            using Process chmod = Process.Start("chmod", ["u-w", forbidden]);
            chmod.WaitForExit();
        }

        IOException error = Assert.Throws<IOException>(() => new BlobStore(forbidden).Write(stream => stream.WriteByte(1)));
        Assert.Contains($"The blob store {forbidden} is not writable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_a_file_gives_an_error_with_its_name()
    {
        File.WriteAllText(_directory["file"], "in the way");
        IOException error = Assert.Throws<IOException>(() => new BlobStore(_directory["file"]).Write(stream => stream.WriteByte(1)));
        Assert.Contains(_directory["file"], error.Message, StringComparison.Ordinal);
    }
}
