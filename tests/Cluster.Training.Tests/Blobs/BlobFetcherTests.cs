using System.Security.Cryptography;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;

namespace Cluster.Training.Tests.Blobs;

public sealed class BlobFetcherTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly BlobStore _own;
    private readonly PartialBlobs _partials;

    public BlobFetcherTests()
    {
        _own = new BlobStore(_disk["own"]);
        _partials = new PartialBlobs(_own, TimeProvider.System);
    }

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_transfer_that_breaks_off_goes_on_where_it_stopped()
    {
        byte[] content = RandomNumberGenerator.GetBytes(1_000_000);
        var peers = new BrokenPeers(content, bytesPerStream: 300_000);
        var blob = new Blob(Digest(content), content.Length);

        await new BlobFetcher(_own, _partials, peers, TimeProvider.System).Fetch(blob, TestContext.Current.CancellationToken);

        Assert.True(_own.Verify(blob.Sha256));
        Assert.Equal([0, 300_000, 600_000, 900_000], peers.Offsets);
    }

    [Fact]
    public async Task Those_who_want_the_same_blob_at_the_same_time_pull_it_once()
    {
        byte[] content = RandomNumberGenerator.GetBytes(100_000);
        var peers = new BrokenPeers(content, bytesPerStream: int.MaxValue);
        var blob = new Blob(Digest(content), content.Length);
        var fetcher = new BlobFetcher(_own, _partials, peers, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fetcher.Fetch(blob, TestContext.Current.CancellationToken)));

        Assert.Equal([0], peers.Offsets);
    }

    [Fact]
    public async Task A_blob_that_nobody_has_is_told_at_once()
    {
        var peers = new LocalBlobPeers();
        peers.Connect("other", new BlobStore(_disk["other"]));
        var fetcher = new BlobFetcher(_own, _partials, peers, TimeProvider.System);
        var blob = new Blob(Digest([1]), 1);

        BlobMissingException error = await Assert.ThrowsAsync<BlobMissingException>(() => fetcher.Fetch(blob, TestContext.Current.CancellationToken));

        Assert.Equal((blob.Sha256, "no silo that lives has it"), (error.Sha256, error.Message));
    }

    [Fact]
    public async Task A_damaged_blob_is_replaced()
    {
        byte[] content = [1, 2, 3];
        var other = new BlobStore(_disk["other"]);
        Blob blob = other.Write(stream => stream.Write(content));
        _own.Write(stream => stream.Write(content));
        File.WriteAllBytes(_own.PathOf(blob.Sha256), [1, 2, 4]);
        var peers = new LocalBlobPeers();
        peers.Connect("other", other);

        await new BlobFetcher(_own, _partials, peers, TimeProvider.System).FetchVerified(blob, TestContext.Current.CancellationToken);

        Assert.True(_own.Verify(blob.Sha256));
    }

    [Fact]
    public void A_transfer_that_nobody_goes_on_with_expires_after_a_day()
    {
        string sha256 = Digest([1]);
        _partials.Append(sha256, 0, [1]);

        Assert.Equal(0, _partials.RemoveExpired());
        Assert.Equal(1, _partials.LengthOf(sha256));
        Assert.Equal(1, new PartialBlobs(_own, new LaterTime(TimeSpan.FromHours(25))).RemoveExpired());
        Assert.Equal(0, _partials.LengthOf(sha256));
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>One silo whose streams break after some bytes.</summary>
    private sealed class BrokenPeers(byte[] content, int bytesPerStream) : IBlobPeers
    {
        public List<long> Offsets { get; } = [];

        public IReadOnlyList<string> Endpoints() => ["other"];

        public Task<bool> Has(string endpoint, string sha256, CancellationToken cancel) => Task.FromResult(true);

        public Task<Stream> Open(string endpoint, string sha256, long offset, CancellationToken cancel)
        {
            Offsets.Add(offset);
            long end = Math.Min(content.Length, offset + bytesPerStream);
            return Task.FromResult<Stream>(new MemoryStream(content, (int)offset, (int)(end - offset)));
        }

        public Task Offer(string endpoint, Blob blob, CancellationToken cancel) => throw new PeerLostException(endpoint, "it takes nothing");
    }

    /// <summary>The real time, some hours on.</summary>
    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
