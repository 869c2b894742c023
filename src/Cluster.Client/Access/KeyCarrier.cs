using System.Net.Http.Headers;

namespace Cluster.Client.Access;

/// <summary>Adds the key to every call.</summary>
internal sealed class KeyCarrier(string key, HttpMessageHandler connection) : DelegatingHandler(connection)
{
    private readonly AuthenticationHeaderValue _header = new("Bearer", key);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _header;
        return base.SendAsync(request, cancellationToken);
    }
}
