using System.Text;
using Cluster.Training.Blobs;

namespace Cluster.Training.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    // The test vector "abc" of FIPS 180-2.
    private const string DigestOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryDirectory _directory = new();
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new BlobStore(_directory["store"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_blob_comes_back_under_the_digest_of_its_content()
    {
        Blob blob = Write("abc");
        Assert.Equal(new Blob(DigestOfAbc, 3), blob);
        Assert.True(_store.Contains(DigestOfAbc));
        Assert.True(_store.Verify(DigestOfAbc));
        Assert.Equal("abc", Read(DigestOfAbc));
        Assert.Equal([_directory[$"store/{DigestOfAbc[..2]}/{DigestOfAbc[2..]}"]], _directory.Files());
    }

    [Fact]
    public void A_blob_larger_than_every_buffer_comes_back_whole()
    {
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)(i * 31 >> 3);
        Blob blob = _store.Write(stream =>
        {
            foreach (byte[] part in content.Chunk(70_001)) stream.Write(part);
        });

        using Stream stored = _store.OpenRead(blob.Sha256);
        byte[] read = new byte[content.Length];
        stored.ReadExactly(read);
        Assert.Equal(content, read);
        Assert.Equal(content.Length, blob.Size);
    }

    [Fact]
    public void The_same_content_twice_is_one_blob()
    {
        Assert.Equal(Write("abc"), Write("abc"));
        Assert.Single(_directory.Files());
    }

    [Fact]
    public void Damage_is_found_and_mended_by_writing_again()
    {
        Write("abc");
        File.WriteAllText(_directory.Files()[0], "abd");
        Assert.False(_store.Verify(DigestOfAbc));

        Write("abc");
        Assert.True(_store.Verify(DigestOfAbc));
    }

    [Fact]
    public void What_is_not_there_is_said_to_be_missing()
    {
        Assert.False(_store.Contains(DigestOfAbc));
        Assert.False(_store.Verify(DigestOfAbc));
        Assert.Throws<FileNotFoundException>(() => _store.OpenRead(DigestOfAbc));
        _store.Delete(DigestOfAbc);

        Write("abc");
        _store.Delete(DigestOfAbc);
        Assert.False(_store.Contains(DigestOfAbc));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("/a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("..7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void Only_digests_are_addresses(string address)
    {
        Assert.Throws<ArgumentException>(() => _store.Contains(address));
        Assert.Throws<ArgumentException>(() => _store.OpenRead(address));
        Assert.Throws<ArgumentException>(() => _store.Verify(address));
        Assert.Throws<ArgumentException>(() => _store.Delete(address));
    }

    [Fact]
    public void A_writer_that_fails_leaves_nothing_behind()
    {
        Write("abc");
        Assert.Throws<InvalidDataException>(() => _store.Write(stream =>
        {
            stream.Write(new byte[200_000]);
            throw new InvalidDataException();
        }));

        Assert.Single(_directory.Files());
        Assert.True(_store.Verify(DigestOfAbc));
    }

    [Fact]
    public void Abandoned_files_are_removed_and_living_ones_kept()
    {
        Write("abc");
        File.WriteAllText(_directory["store/0123.tmp"], "half");
        Blob blob = _store.Write(stream =>
        {
            stream.Write("abcd"u8);
            Assert.Equal(1, _store.RemoveAbandoned());
        });

        Assert.True(_store.Verify(blob.Sha256));
        Assert.Equal(2, _directory.Files().Length);
    }

    private Blob Write(string text) => _store.Write(stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string Read(string address)
    {
        using StreamReader reader = new(_store.OpenRead(address));
        return reader.ReadToEnd();
    }
}
