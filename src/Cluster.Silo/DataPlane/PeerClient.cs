using Cluster.Silo.Certificates;
using Cluster.Training.Exchange;

namespace Cluster.Silo.DataPlane;

/// <summary>How a process calls the data planes of silos: without a proxy, with the cluster's token, over TLS where that is set up.</summary>
internal static class PeerClient
{
    /// <summary>A client for all silos.</summary>
    /// <param name="token">What silos know each other by.</param>
    /// <param name="peers">Certificates; null without TLS.</param>
    /// <returns>A client without a time limit: sizes decide how long transfers take.</returns>
    public static HttpClient Create(DataPlaneToken token, PeerTls? peers)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        if (peers is not null) handler.SslOptions = peers.ClientPool();
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add(DataPlaneToken.Header, token.Value);
        return client;
    }

    /// <summary>Sends a request; whatever keeps the answer from coming is the silo's loss.</summary>
    /// <param name="client">The client.</param>
    /// <param name="endpoint">Data plane of the silo.</param>
    /// <param name="request">The request.</param>
    /// <param name="until">What is waited for: the head of the answer, or all of it.</param>
    /// <param name="limit">How long.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PeerLostException">The silo does not answer.</exception>
    public static async Task<HttpResponseMessage> Ask(
        this HttpClient client, string endpoint, HttpRequestMessage request, HttpCompletionOption until, TimeSpan limit, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(limit);
        try
        {
            return await client.SendAsync(request, until, late.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PeerLostException(endpoint, error.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new PeerLostException(endpoint, "it is silent");
        }
    }
}
