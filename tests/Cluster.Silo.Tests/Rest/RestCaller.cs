using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cluster.Silo.Tests.Servers;

namespace Cluster.Silo.Tests.Rest;

/// <summary>Calls REST as any program would that knows nothing of gRPC.</summary>
internal sealed class RestCaller(string server, string? secret = null) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(server) };

    /// <summary>Calls, and reads the whole answer.</summary>
    public async Task<(HttpStatusCode Status, string Text)> Send(HttpMethod method, string path, string? body = null, string? host = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        // As curl does: a server that refuses a large body then need not be sent it.
        request.Headers.ExpectContinue = body?.Length > 1 << 20;
        if (host is not null) request.Headers.Host = host;
        using HttpResponseMessage answer = await Send(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TimeLimit.Token));
    }

    /// <summary>Calls as the request says, and with the key.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (secret is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return _client.SendAsync(request, TimeLimit.Token);
    }

    /// <summary>Gets something, with headers.</summary>
    public async Task<HttpResponseMessage> Get(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await Send(request);
    }

    /// <summary>Uploads bytes, which must be taken.</summary>
    public async Task<JsonElement> Uploaded(string path, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(content) };
        using HttpResponseMessage answer = await Send(request);
        string text = await answer.Content.ReadAsStringAsync(TimeLimit.Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Calls, and reads an error: its status, reason and sentence.</summary>
    public async Task<(HttpStatusCode Status, string Reason, string Sentence)> Refused(HttpRequestMessage request)
    {
        using HttpResponseMessage answer = await Send(request);
        return Error(answer.StatusCode, await answer.Content.ReadAsStringAsync(TimeLimit.Token));
    }

    /// <summary>Calls, and reads an answer that must be good.</summary>
    public async Task<JsonElement> Good(HttpMethod method, string path, string? body = null)
    {
        (HttpStatusCode status, string text) = await Send(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Calls, and reads an error: its status, reason and sentence.</summary>
    public async Task<(HttpStatusCode Status, string Reason, string Sentence)> Bad(HttpMethod method, string path, string? body = null, string? host = null)
    {
        (HttpStatusCode status, string text) = await Send(method, path, body, host);
        return Error(status, text);
    }

    public void Dispose() => _client.Dispose();

    private static (HttpStatusCode Status, string Reason, string Sentence) Error(HttpStatusCode status, string text)
    {
        JsonElement error = JsonDocument.Parse(text).RootElement;
        JsonElement info = error.GetProperty("details").EnumerateArray().First();
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", info.GetProperty("@type").GetString());
        return (status, info.GetProperty("reason").GetString()!, error.GetProperty("message").GetString()!);
    }
}
