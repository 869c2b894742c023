using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Cluster.Grains.Workers;
using Cluster.Silo.Certificates;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>Asks other silos for blobs over HTTP/1.1.</summary>
internal sealed class HttpBlobPeers : IBlobPeers, IDisposable
{
    /// <summary>A silo that is there answers at once whether it has a blob.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Longest silence within a transfer.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;
    private readonly IOtherSilos _silos;

    public HttpBlobPeers(DataPlaneToken token, IOtherSilos silos, PeerTls? peers = null)
    {
        _silos = silos;
        _client = PeerClient.Create(token, peers);
    }

    public IReadOnlyList<string> Endpoints() => _silos.OtherDataPlanes();

    public async Task<bool> Has(string endpoint, string sha256, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Address(endpoint, sha256));
        using HttpResponseMessage response = await Send(endpoint, request, AnswerLimit, cancel);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}"),
        };
    }

    public async Task<Stream> Open(string endpoint, string sha256, long offset, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(endpoint, sha256));
        if (offset > 0) request.Headers.Range = new RangeHeaderValue(offset, null);
        HttpResponseMessage response = await Send(endpoint, request, AnswerLimit, cancel);
        if (response.StatusCode == (offset > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK))
            return new PatientStream(await response.Content.ReadAsStreamAsync(cancel), Silence);
        response.Dispose();
        throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}");
    }

    public async Task Offer(string endpoint, Blob blob, CancellationToken cancel)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"{Address(endpoint, blob.Sha256)}?size={blob.Size}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        using HttpResponseMessage response = await Send(endpoint, request, Timeout.InfiniteTimeSpan, cancel);
        if (response.StatusCode != HttpStatusCode.NoContent) throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}");
    }

    public void Dispose() => _client.Dispose();

    private static Uri Address(string endpoint, string sha256) => new($"{endpoint}/blobs/{sha256}");

    private Task<HttpResponseMessage> Send(string endpoint, HttpRequestMessage request, TimeSpan limit, CancellationToken cancel) =>
        _client.Ask(endpoint, request, HttpCompletionOption.ResponseHeadersRead, limit, cancel);
}
