using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>A connection to another silo that carries one pull after another.</summary>
internal sealed class PullConnection : IDisposable
{
    private readonly HttpResponseMessage _upgrade;
    private readonly Stream _stream;
    private readonly PeerMemory? _memory;
    private readonly byte[] _buffer = new byte[PullRequest.MaxBytes];

    private PullConnection(HttpResponseMessage upgrade, Stream stream, PeerMemory? memory) => (_upgrade, _stream, _memory) = (upgrade, stream, memory);

    /// <summary>Whether the answer to the last request has begun to arrive.</summary>
    public bool Begun { get; private set; }

    /// <summary>Whether floats are read from the other silo's memory.</summary>
    public bool ReadsMemory => _memory is not null;

    /// <summary>Connects.</summary>
    /// <param name="client">How silos are called.</param>
    /// <param name="endpoint">Data plane of the other silo.</param>
    /// <param name="readsMemory">Whether its memory is read if it is on this machine.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PeerLostException">The other silo takes no pulls.</exception>
    public static async Task<PullConnection> Open(HttpClient client, string endpoint, bool readsMemory, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint + PullRoutes.Path);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd(PullRoutes.Protocol);
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        try
        {
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols) throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}");
            PeerMemory? memory = readsMemory && response.Headers.TryGetValues(PeerMemory.Header, out var offers) ? PeerMemory.TryOpen(offers.First()) : null;
            return new PullConnection(response, await response.Content.ReadAsStreamAsync(cancel), memory);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Pulls floats. A connection on which this failed is of no use any more, unless the other silo refused.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="into">Receives them, <c>[Count]</c>.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether they are there, and how many bytes travelled.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">What came is no answer.</exception>
    public async Task<(PullStatus Status, long Bytes)> Pull(PullRequest request, Memory<float> into, CancellationToken cancel)
    {
        Begun = false;
        await _stream.WriteAsync(_buffer.AsMemory(0, (request with { IsNear = _memory is not null }).Write(_buffer)), cancel);
        await _stream.ReadExactlyAsync(_buffer.AsMemory(0, PullAnswers.HeadBytes), cancel);
        Begun = true;
        var status = (PullStatus)BinaryPrimitives.ReadInt32LittleEndian(_buffer);
        int floats = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(sizeof(int)));
        if (status == PullStatus.Shown) await ReadMemory(floats, into, cancel);
        else if (status != PullStatus.Found) return (status, 0);
        else if (floats == into.Length) await Read(into, cancel);
        else await ReadSparse(floats, into, cancel);
        return (PullStatus.Found, (long)floats * sizeof(float));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _upgrade.Dispose();
    }

    private async ValueTask ReadMemory(int floats, Memory<float> into, CancellationToken cancel)
    {
        if (_memory is null || floats != into.Length) throw new InvalidDataException($"{floats} floats are shown for {into.Length}");
        await _stream.ReadExactlyAsync(_buffer.AsMemory(0, sizeof(long)), cancel);
        _memory.Read((nint)BinaryPrimitives.ReadInt64LittleEndian(_buffer), into.Span);
        await _stream.WriteAsync(_buffer.AsMemory(0, 1), cancel);
    }

    private async ValueTask Read(Memory<float> into, CancellationToken cancel) => await _stream.ReadExactlyAsync(new FloatBytes(into).Memory, cancel);

    private async ValueTask ReadSparse(int floats, Memory<float> into, CancellationToken cancel)
    {
        int groups = SparseRange.MapLength(into.Length), kept = floats - groups;
        if (kept < 0 || kept > into.Length) throw new InvalidDataException($"{floats} floats came for {into.Length}");
        byte[] map = ArrayPool<byte>.Shared.Rent(groups * sizeof(uint));
        try
        {
            await _stream.ReadExactlyAsync(map.AsMemory(0, groups * sizeof(uint)), cancel);
            await Read(into[^kept..], cancel);
            SparseRange.Expand(MemoryMarshal.Cast<byte, uint>(map.AsSpan(0, groups * sizeof(uint))), into.Span, kept);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(map);
        }
    }
}
