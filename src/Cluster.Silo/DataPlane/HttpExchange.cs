using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Cluster.Silo.Certificates;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>Pulls from other silos over HTTP/1.1, straight into the receiver's memory.</summary>
internal sealed class HttpExchange : IPeerExchange, IDisposable
{
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _peers = [];

    // Idle connections are kept over validation and checkpoints. A pull waits for the slowest lane of the other worker; the step's deadline ends it.
    public HttpExchange(DataPlaneToken token, PeerTls? peers = null) => _client = PeerClient.Create(token, peers, idle: TimeSpan.FromMinutes(5));

    public Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel) =>
        Get(endpoint, string.Create(CultureInfo.InvariantCulture, $"/jobs/{job}/attempts/{attempt}/{block}?offset={offset}&count={into.Length}"), attempt, into, cancel);

    public Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel) =>
        Get(endpoint, string.Create(CultureInfo.InvariantCulture, $"/jobs/{job}/versions/{version}/{index}?offset=0&count={into.Length}"), version, into, cancel);

    /// <summary>Ends all pulls from peers that are not among these: a process that hangs never closes a connection.</summary>
    /// <param name="living">Data planes of all silos that live.</param>
    public void BreakOffAllBut(IReadOnlySet<string> living)
    {
        foreach (string lost in _peers.Keys.Where(peer => !living.Contains(peer)))
        {
            if (_peers.TryRemove(lost, out CancellationTokenSource? pulls)) pulls.Cancel();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> Get(string endpoint, string path, long fence, Memory<float> into, CancellationToken cancel)
    {
        if (into.Length == 0) return 0;
        bool begun = false;
        CancellationToken lost = _peers.GetOrAdd(endpoint, _ => new CancellationTokenSource()).Token;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, lost);
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri(endpoint + path), HttpCompletionOption.ResponseHeadersRead, stop.Token);
            if (response.StatusCode == HttpStatusCode.Conflict) throw new AttemptFencedException(fence);
            if (response.StatusCode != HttpStatusCode.OK) throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}");
            begun = true;
            await using Stream content = await response.Content.ReadAsStreamAsync(stop.Token);
            long length = response.Content.Headers.ContentLength ?? 0;
            if (length == (long)into.Length * sizeof(float)) await Read(content, into, stop.Token);
            else await ReadSparse(content, length, into, stop.Token);
            return length;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new PeerLostException(endpoint, error.Message) { Begun = begun };
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            // Else the limit for connecting ended it: the other machine is off or cut away.
            string cause = lost.IsCancellationRequested ? "its silo was declared dead" : error.InnerException?.Message ?? error.Message;
            throw new PeerLostException(endpoint, cause) { Begun = begun };
        }
    }

    private static async Task Read(Stream content, Memory<float> into, CancellationToken cancel)
    {
        using var bytes = new FloatBytes(into);
        await content.ReadExactlyAsync(bytes.Memory, cancel);
    }

    private static async Task ReadSparse(Stream content, long length, Memory<float> into, CancellationToken cancel)
    {
        int mapBytes = SparseRange.MapLength(into.Length) * sizeof(uint);
        long kept = (length - mapBytes) / sizeof(float);
        if (kept < 0 || kept > into.Length || length % sizeof(float) != 0) throw new InvalidDataException($"{length} bytes came for {into.Length} floats");
        byte[] map = ArrayPool<byte>.Shared.Rent(mapBytes);
        try
        {
            await content.ReadExactlyAsync(map.AsMemory(0, mapBytes), cancel);
            await Read(content, into[^(int)kept..], cancel);
            SparseRange.Expand(MemoryMarshal.Cast<byte, uint>(map.AsSpan(0, mapBytes)), into.Span, (int)kept);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(map);
        }
    }

    /// <summary>Sees floats as bytes, without a copy.</summary>
    private sealed class FloatBytes(Memory<float> floats) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.Span);

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            MemoryHandle pinned = floats.Pin();
            return new MemoryHandle((byte*)pinned.Pointer + elementIndex, default, new Unpinner(this, pinned));
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Unpinner(FloatBytes owner, MemoryHandle pinned) : IPinnable
        {
            public MemoryHandle Pin(int elementIndex) => owner.Pin(elementIndex);

            public void Unpin() => pinned.Dispose();
        }
    }
}
