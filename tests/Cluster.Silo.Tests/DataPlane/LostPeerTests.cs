using System.Net;
using System.Net.Sockets;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Exchange;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Whatever keeps a peer from answering is one thing for a worker: it is lost, and this is its address.</summary>
public sealed class LostPeerTests : IDisposable
{
    private readonly SocketExchange _exchange = DataPlaneServer.Exchange(readsMemory: true);

    private static CancellationToken Cancel => TimeLimit.Token;

    public void Dispose() => _exchange.Dispose();

    [Fact]
    public async Task A_silo_without_the_job_is_lost_for_it()
    {
        await using DataPlaneServer server = await DataPlaneServer.Start();
        await IsLost(server.Endpoint, "it has no worker of unknown-job", "unknown-job");
        PeerLostException lost = await Assert.ThrowsAsync<PeerLostException>(
            () => _exchange.PullState(server.Endpoint, "unknown-job", 0, 0, new float[1], Cancel));
        Assert.Equal(server.Endpoint, lost.Endpoint);
    }

    [Fact]
    public async Task A_silo_of_another_cluster_is_lost()
    {
        await using DataPlaneServer server = await DataPlaneServer.Start();
        using var stranger = new SocketExchange(new DataPlaneToken(new string('8', 64)), readsMemory: true, NullLogger<SocketExchange>.Instance);
        PeerLostException lost = await Assert.ThrowsAsync<PeerLostException>(
            () => stranger.Pull(server.Endpoint, DataPlaneServer.Job, 0, "mean", 0, new float[1], Cancel));
        Assert.Equal($"{server.Endpoint} did not answer: status 401", lost.Message);
    }

    [Fact]
    public async Task A_block_shorter_than_it_should_be_is_no_answer()
    {
        await using DataPlaneServer server = await DataPlaneServer.Start();
        server.Worker.Board.Begin(1);
        server.Publish(1, "mean", [1, 2]);
        PeerLostException lost = await Assert.ThrowsAsync<PeerLostException>(
            () => _exchange.Pull(server.Endpoint, DataPlaneServer.Job, 1, "mean", 1, new float[2], Cancel));
        Assert.Contains("shorter than 3 floats", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_a_lost_peer()
    {
        using Socket closed = Listen();
        string endpoint = AddressOf(closed);
        closed.Close();
        await IsLost(endpoint, "refused");
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_a_transfer_is_a_lost_peer()
    {
        using Socket listener = Listen();
        // Found, 1000 floats, and some of them.
        Task serving = AnswerOnce(listener, [0, 0, 0, 0, 0xe8, 3, 0, 0, 1, 2, 3, 4]);
        await IsLost(AddressOf(listener), "");
        await serving;
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(31)]
    [InlineData(-1)]
    public async Task More_floats_or_fewer_than_a_map_has_are_no_answer(int floats)
    {
        using Socket listener = Listen();
        Task serving = AnswerOnce(listener, [0, 0, 0, 0, .. BitConverter.GetBytes(floats), .. new byte[5000]]);
        await IsLost(AddressOf(listener), "floats came for");
        await serving;
    }

    [Fact]
    public async Task An_address_that_nobody_asked_for_is_no_answer()
    {
        using Socket listener = Listen();
        Task serving = AnswerOnce(listener, [4, 0, 0, 0, 0xe8, 3, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        await IsLost(AddressOf(listener), "are shown");
        await serving;
    }

    [Fact]
    public async Task A_silo_that_is_killed_while_a_pull_waits_is_a_lost_peer()
    {
        using Socket listener = Listen();
        Task pull = IsLost(AddressOf(listener), "");
        using (Socket connection = await listener.AcceptAsync(Cancel))
        {
            await connection.ReceiveAsync(new byte[4096], Cancel);
            listener.Close();
        }

        await pull;
    }

    [Fact]
    public async Task A_machine_that_does_not_even_refuse_is_a_lost_peer()
    {
        // Nobody accepts, so after the queue is full the system answers nothing to whoever connects.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var queued = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await queued.ConnectAsync(listener.LocalEndPoint!, Cancel);
        await IsLost(AddressOf(listener), "");
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    /// <summary>Takes one connection for pulls, answers its first request with some bytes, and cuts it.</summary>
    private static async Task AnswerOnce(Socket listener, byte[] answer)
    {
        using Socket connection = await listener.AcceptAsync(Cancel);
        await connection.ReceiveAsync(new byte[4096], Cancel);
        await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: cluster-pulls\r\n\r\n"u8.ToArray(), Cancel);
        await connection.ReceiveAsync(new byte[4096], Cancel);
        await connection.SendAsync(answer, Cancel);
    }

    private static string AddressOf(Socket listener) => $"http://{listener.LocalEndPoint}";

    private async Task IsLost(string endpoint, string cause, string job = DataPlaneServer.Job)
    {
        PeerLostException lost = await Assert.ThrowsAsync<PeerLostException>(
            () => _exchange.Pull(endpoint, job, 1, "mean", 0, new float[1000], Cancel));
        Assert.Equal(endpoint, lost.Endpoint);
        Assert.Contains(cause, lost.Message, StringComparison.Ordinal);
    }
}
