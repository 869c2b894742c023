using System.Buffers.Binary;
using System.Net;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Workers;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>What the data plane answers to whoever reaches its port and asks for floats.</summary>
public sealed class PullRoutesTests : IAsyncLifetime
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
        using HttpResponseMessage upgrade = await Get(token, PullRoutes.Protocol), plain = await Get(token, protocol: null);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (upgrade.StatusCode, plain.StatusCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("websocket")]
    public async Task Another_protocol_is_refused(string? protocol)
    {
        using HttpResponseMessage response = await Get(DataPlaneServer.Token.Value, protocol);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData(1, "mean", 0, 3, 0)]
    [InlineData(1, "mean", 3, 0, 0)]
    [InlineData(0, "mean", 0, 3, 1)]
    [InlineData(1, "mean", 1, 3, 3)]
    [InlineData(1, "mean", -1, 3, 3)]
    [InlineData(1, "mean", 0, -1, 3)]
    [InlineData(1, "mean", 2147483647, 2147483647, 3)]
    [InlineData(0, "", 0, 1, 0)]
    [InlineData(1, "", 0, 1, 1)]
    public async Task A_request_is_answered_by_its_status(long fence, string block, int offset, int count, int expected)
    {
        await using Stream stream = await Upgrade();
        (int status, int floats) = await Ask(stream, new PullRequest(DataPlaneServer.Job, fence, block, 0, offset, count));
        Assert.Equal((expected, expected == 0 ? count : 0), (status, floats));
        // The worker goes on: whatever was lent for the answer was given back.
        await _server.Worker.Begin(1, 0, TimeLimit.Token);
        Assert.Empty(_server.Logs.All);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_vector_that_the_state_has_not_is_refused(int index)
    {
        await using Stream stream = await Upgrade();
        Assert.Equal((1, 0), await Ask(stream, new PullRequest(DataPlaneServer.Job, 0, "", index, 0, 1)));
    }

    [Fact]
    public async Task Floats_are_raw_and_little_endian_and_requests_follow_each_other()
    {
        await using Stream stream = await Upgrade();
        Assert.Equal((2, 0), await Ask(stream, new PullRequest("unknown", 1, "mean", 0, 1, 2)));
        Assert.Equal((0, 2), await Ask(stream, new PullRequest(DataPlaneServer.Job, 1, "mean", 0, 1, 2)));
        byte[] floats = new byte[8];
        await stream.ReadExactlyAsync(floats, TimeLimit.Token);
        // IEEE 754: 2.0f is 0x40000000, 3.0f is 0x40400000.
        Assert.Equal([0, 0, 0, 0x40, 0, 0, 0x40, 0x40], floats);
        Assert.Equal((3, 0), await Ask(stream, new PullRequest(DataPlaneServer.Job, 1, "mean", 0, 1, 3)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Floats_that_are_shown_stay_until_they_were_read_or_the_connection_ends(bool isRead)
    {
        await using Stream stream = await Upgrade();
        await using StateLease state = await _server.Worker.LendState(0, 0, TimeLimit.Token);
        float[] expected = state.Values.ToArray(), read = new float[expected.Length];
        await state.DisposeAsync();
        (int status, int floats) = await Ask(stream, new PullRequest(DataPlaneServer.Job, 0, "", 0, 0, expected.Length, IsNear: true));
        Assert.Equal((4, expected.Length), (status, floats));
        byte[] address = new byte[sizeof(long)];
        await stream.ReadExactlyAsync(address, TimeLimit.Token);

        Task<StateLease> next = _server.Worker.LendState(0, 0, TimeLimit.Token);
        PeerMemory.TryOpen(PeerMemory.Offer)!.Read((nint)BitConverter.ToInt64(address), read);
        Assert.Equal(expected, read);
        Assert.False(next.IsCompleted);
        if (isRead) await stream.WriteAsync(new byte[1], TimeLimit.Token);
        else await stream.DisposeAsync();

        await using StateLease lent = await next;
        Assert.Equal(expected, lent.Values.ToArray());
        Assert.Empty(_server.Logs.All);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 21, 0, 0, 0 })]
    [InlineData(new byte[] { 23, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 65 })]
    public async Task Bytes_that_are_no_request_end_the_connection(byte[] bytes)
    {
        await using Stream stream = await Upgrade();
        await stream.WriteAsync(bytes, TimeLimit.Token);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TimeLimit.Token));
        Assert.Empty(_server.Logs.All);
    }

    [Fact]
    public async Task An_idle_connection_does_not_hold_up_a_silo_that_stops()
    {
        await using Stream stream = await Upgrade();
        await _server.Stop();
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TimeLimit.Token));
    }

    [Fact]
    public async Task The_host_that_a_caller_names_decides_nothing()
    {
        using HttpResponseMessage response = await Get(DataPlaneServer.Token.Value, PullRoutes.Protocol, host: "127.0.0.1:1");
        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
    }

    private static async Task<(int Status, int Floats)> Ask(Stream stream, PullRequest request)
    {
        byte[] bytes = new byte[PullRequest.MaxBytes];
        await stream.WriteAsync(bytes.AsMemory(0, request.Write(bytes)), TimeLimit.Token);
        await stream.ReadExactlyAsync(bytes.AsMemory(0, 8), TimeLimit.Token);
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
    }

    private async Task<Stream> Upgrade() =>
        await (await Get(DataPlaneServer.Token.Value, PullRoutes.Protocol)).Content.ReadAsStreamAsync(TimeLimit.Token);

    private Task<HttpResponseMessage> Get(string? token, string? protocol, string? host = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _server.Endpoint + PullRoutes.Path);
        if (token is not null) request.Headers.Add(DataPlaneToken.Header, token);
        if (protocol is not null)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.ParseAdd(protocol);
        }

        request.Headers.Host = host;
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TimeLimit.Token);
    }
}
