using System.Globalization;
using System.Net;
using Cluster.Silo.Certificates;
using Cluster.Silo.DataPlane;
using Cluster.Training.Exchange;

namespace Cluster.Silo.Outside;

/// <summary>Sends files to a silo's data plane over HTTP/1.1.</summary>
internal sealed class UploadClient : IDisposable
{
    /// <summary>A silo that is there takes a piece at once.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>At the end the whole file is read again.</summary>
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;

    public UploadClient(DataPlaneToken token, PeerTls? peers = null) => _client = PeerClient.Create(token, peers);

    /// <summary>Size of a file that a silo has whole; null if it has not.</summary>
    public async Task<long?> SizeOf(string endpoint, string sha256, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{endpoint}/blobs/{sha256}");
        using HttpResponseMessage response = await Send(endpoint, request, AnswerLimit, cancel);
        return response.StatusCode == HttpStatusCode.OK ? response.Content.Headers.ContentLength : null;
    }

    /// <summary>Bytes that a silo has of a file that is not whole.</summary>
    public Task<long> LengthOf(string endpoint, string sha256, CancellationToken cancel) =>
        Number(endpoint, new HttpRequestMessage(HttpMethod.Get, $"{endpoint}/uploads/{sha256}"), cancel);

    /// <summary>Adds bytes, and returns how many are there.</summary>
    public Task<long> Append(string endpoint, string sha256, long offset, ReadOnlyMemory<byte> data, CancellationToken cancel) => Number(
        endpoint,
        new HttpRequestMessage(HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"{endpoint}/uploads/{sha256}?offset={offset}")) { Content = new ReadOnlyMemoryContent(data) },
        cancel);

    /// <summary>Ends an upload.</summary>
    /// <exception cref="InvalidDataException">It has another digest.</exception>
    public async Task Complete(string endpoint, string sha256)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint}/uploads/{sha256}");
        using HttpResponseMessage response = await Send(endpoint, request, CompletionLimit, CancellationToken.None);
        if (response.StatusCode == HttpStatusCode.UnprocessableEntity) throw new InvalidDataException(await response.Content.ReadAsStringAsync());
        await Check(endpoint, response);
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> Number(string endpoint, HttpRequestMessage request, CancellationToken cancel)
    {
        using HttpRequestMessage sent = request;
        using HttpResponseMessage response = await Send(endpoint, sent, AnswerLimit, cancel);
        await Check(endpoint, response);
        return long.Parse(await response.Content.ReadAsStringAsync(cancel), CultureInfo.InvariantCulture);
    }

    private static async Task Check(string endpoint, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.InsufficientStorage) throw new IOException(await response.Content.ReadAsStringAsync());
        if (!response.IsSuccessStatusCode) throw new PeerLostException(endpoint, $"status {(int)response.StatusCode}");
    }

    private Task<HttpResponseMessage> Send(string endpoint, HttpRequestMessage request, TimeSpan limit, CancellationToken cancel) =>
        _client.Ask(endpoint, request, HttpCompletionOption.ResponseContentRead, limit, cancel);
}
