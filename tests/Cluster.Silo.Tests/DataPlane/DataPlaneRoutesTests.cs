using System.Net;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Tests.Servers;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>What the data plane answers to whoever reaches its port.</summary>
public sealed class DataPlaneRoutesTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private DataPlaneServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DataPlaneServer.Start();
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", [1, 2, 3]);
        await _server.Worker.Prepare(TimeLimit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7777")]
    [InlineData("7777777777777777777777777777777777777777777777777777777777777778")]
    public async Task Without_the_right_token_nothing_is_told(string? token)
    {
        foreach (string path in new[] { "attempts/1/mean?offset=0&count=3", "versions/0/0?offset=0&count=1", "attempts/1/none?offset=0&count=3" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await Get($"{DataPlaneServer.Job}/{path}", token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("unknown-job/attempts/1/mean?offset=0&count=3", token)).StatusCode);
    }

    [Theory]
    [InlineData("attempts/1/mean?offset=0&count=3", HttpStatusCode.OK)]
    [InlineData("attempts/1/mean?offset=3&count=0", HttpStatusCode.OK)]
    [InlineData("attempts/0/mean?offset=0&count=3", HttpStatusCode.Conflict)]
    [InlineData("attempts/1/mean?offset=1&count=3", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("attempts/1/mean?offset=-1&count=3", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("attempts/1/mean?offset=0&count=-1", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("attempts/1/mean?offset=2147483647&count=2147483647", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("attempts/1/mean?offset=0", HttpStatusCode.BadRequest)]
    [InlineData("attempts/one/mean?offset=0&count=3", HttpStatusCode.NotFound)]
    [InlineData("versions/0/0?offset=0&count=1", HttpStatusCode.OK)]
    [InlineData("versions/1/0?offset=0&count=1", HttpStatusCode.Conflict)]
    [InlineData("versions/0/1?offset=0&count=1", HttpStatusCode.Conflict)]
    [InlineData("versions/0/-1?offset=0&count=1", HttpStatusCode.NotFound)]
    public async Task A_request_is_answered_by_its_status(string path, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await Get($"{DataPlaneServer.Job}/{path}", DataPlaneServer.Token.Value)).StatusCode);
        // The worker goes on: whatever was lent for the answer was given back.
        await _server.Worker.Begin(1, 0, TimeLimit.Token);
        Assert.Empty(_server.Logs.All);
    }

    [Fact]
    public async Task Floats_are_raw_and_little_endian()
    {
        HttpResponseMessage response = await Get($"{DataPlaneServer.Job}/attempts/1/mean?offset=1&count=2", DataPlaneServer.Token.Value);
        Assert.Equal(8, response.Content.Headers.ContentLength);
        // IEEE 754: 2.0f is 0x40000000, 3.0f is 0x40400000.
        Assert.Equal([0, 0, 0, 0x40, 0, 0, 0x40, 0x40], await response.Content.ReadAsByteArrayAsync(TimeLimit.Token));
    }

    [Fact]
    public async Task The_host_that_a_caller_names_decides_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_server.Endpoint}/jobs/{DataPlaneServer.Job}/attempts/1/mean?offset=0&count=3");
        request.Headers.Host = "127.0.0.1:1";
        request.Headers.Add(DataPlaneToken.Header, DataPlaneServer.Token.Value);
        using HttpResponseMessage response = await _client.SendAsync(request, TimeLimit.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<HttpResponseMessage> Get(string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{_server.Endpoint}/jobs/{path}");
        if (token is not null) request.Headers.Add(DataPlaneToken.Header, token);
        return _client.SendAsync(request, TimeLimit.Token);
    }
}
