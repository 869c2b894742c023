using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Exchange;
using Cluster.Training.Layers;
using Cluster.Training.Losses;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Pulls over real sockets from a worker's board and state, whichever way floats take.</summary>
public abstract class ExchangeTests(bool readsMemory) : IAsyncLifetime
{
    private readonly SocketExchange _exchange = DataPlaneServer.Exchange(readsMemory);
    private DataPlaneServer _server = null!;

    private static CancellationToken Cancel => TimeLimit.Token;

    public async ValueTask InitializeAsync() => _server = await DataPlaneServer.Start();

    public async ValueTask DisposeAsync()
    {
        _exchange.Dispose();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_pull_waits_until_the_block_is_published()
    {
        _server.Worker.Board.Begin(1);
        float[] pulled = new float[3];
        Task pull = Pull(1, "mean", 0, pulled);
        await Pull(1, "other", 0, Memory<float>.Empty);
        Assert.False(pull.IsCompleted);

        _server.Publish(1, "mean", [1, 2, 3]);

        await pull;
        Assert.Equal([1, 2, 3], pulled);
    }

    [Fact]
    public async Task A_pull_waits_for_an_attempt_that_has_not_begun_there()
    {
        float[] pulled = new float[1];
        Task pull = Pull(5, "mean", 0, pulled);
        _server.Worker.Board.Begin(5);
        _server.Publish(5, "mean", [9]);
        await pull;
        Assert.Equal([9], pulled);
    }

    [Fact]
    public async Task Pulls_from_silos_that_are_declared_dead_end_and_others_go_on()
    {
        await using DataPlaneServer other = await DataPlaneServer.Start();
        _server.Worker.Board.Begin(1);
        other.Worker.Board.Begin(1);
        float[] pulled = new float[1];
        Task hanging = Pull(1, "mean", 0, new float[1]);
        Task waiting = _exchange.Pull(other.Endpoint, DataPlaneServer.Job, 1, "mean", 0, pulled, Cancel);

        _exchange.BreakOffAllBut(new HashSet<string> { other.Endpoint });

        PeerLostException lost = await Assert.ThrowsAsync<PeerLostException>(() => hanging);
        Assert.Equal(_server.Endpoint, lost.Endpoint);
        other.Publish(1, "mean", [7]);
        await waiting;
        Assert.Equal([7], pulled);
        _server.Publish(1, "mean", [8]);
        await Pull(1, "mean", 0, pulled);
        Assert.Equal([8], pulled);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 3)]
    [InlineData(4, 1)]
    public async Task A_range_is_pulled_and_nothing_around_it(int offset, int count)
    {
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", [10, 11, 12, 13, 14]);
        float[] memory = [-1, -1, -1, -1, -1, -1, -1];
        await Pull(1, "mean", offset, memory.AsMemory(1, count));
        Assert.Equal([-1, .. Enumerable.Range(10 + offset, count).Select(value => (float)value), .. Enumerable.Repeat(-1f, 6 - count)], memory);
    }

    [Fact]
    public async Task The_bits_arrive_as_they_were()
    {
        // Quiet and signalling NaNs with payloads, negative zero, the smallest and the largest denormal, infinities.
        uint[] bits = [0x7fc0beef, 0x7f80dead, 0xffc00001, 0x80000000, 0x00000001, 0x007fffff, 0x80000001, 0x7f800000, 0xff800000, 0x7f7fffff];
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", MemoryMarshal.Cast<uint, float>(bits));
        float[] pulled = new float[bits.Length];
        await Pull(1, "mean", 0, pulled);
        Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(pulled).ToArray());
    }

    [Fact]
    public async Task Zeros_stay_at_home()
    {
        float[] values = new float[1_000_000];
        for (int row = 0; row < values.Length; row += 6400) values.AsSpan(row, 64).Fill(row + 1);
        values.AsSpan(950_000).Fill(5);
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", values);
        float[] pulled = new float[999_000];
        Array.Fill(pulled, -1);

        long bytes = await _exchange.Pull(_server.Endpoint, DataPlaneServer.Job, 1, "mean", 1000, pulled, Cancel);

        Assert.Equal(values.AsSpan(1000).ToArray(), pulled);
        // 50,000 dense floats, 148 rows of 64 that begin within a run, and one bit for each 32 floats.
        Assert.InRange(bytes, 240_000, 300_000);
    }

    [Fact]
    public async Task Twenty_million_floats_arrive_whole()
    {
        const int Count = 20_000_000;
        uint[] bits = new uint[Count];
        for (int i = 0; i < Count; i++) bits[i] = (uint)i * 2_654_435_761;
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", MemoryMarshal.Cast<uint, float>(bits));
        float[] pulled = new float[Count];
        await Pull(1, "mean", 0, pulled);
        Assert.True(MemoryMarshal.Cast<float, uint>(pulled).SequenceEqual(bits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task Short_runs_and_long_ones_arrive_where_they_were(int every)
    {
        // More than what is gathered before it is sent, with a stretch that is sent from where it lies, and a last run that is short.
        float[] values = new float[200_011];
        for (int at = 0; at < 90_000; at += 32 * (every + 1)) values.AsSpan(at, 7).Fill(at + 1);
        values.AsSpan(100_000, 50_000).Fill(3);
        values[^1] = 4;
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", values);
        float[] pulled = new float[values.Length];
        for (int time = 0; time < 2; time++)
        {
            Array.Fill(pulled, -1);
            await Pull(1, "mean", 0, pulled);
            Assert.Equal(values, pulled);
        }
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_nobody_used_it_is_replaced()
    {
        using var relay = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        relay.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        relay.Listen();
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", [1, 2, 3]);
        for (int time = 0; time < 2; time++)
        {
            float[] pulled = new float[3];
            Task pull = _exchange.Pull($"http://{relay.LocalEndPoint}", DataPlaneServer.Job, 1, "mean", 0, pulled, Cancel);
            // A connection is cut after it carried one pull.
            using Socket near = await relay.AcceptAsync(Cancel), far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await far.ConnectAsync(IPEndPoint.Parse(new Uri(_server.Endpoint).Authority), Cancel);
            using NetworkStream nearer = new(near), farther = new(far);
            Task[] carried = [nearer.CopyToAsync(farther, Cancel), farther.CopyToAsync(nearer, Cancel)];
            await pull;
            Assert.Equal([1, 2, 3], pulled);
            near.Shutdown(SocketShutdown.Both);
            far.Shutdown(SocketShutdown.Both);
            await Task.WhenAll(carried);
        }
    }

    [Fact]
    public async Task Many_pulls_at_once_get_each_their_own_range()
    {
        float[] block = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "mean", block);
        float[] pulled = new float[1000];
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Pull(1, "mean", 20 * i, pulled.AsMemory(20 * i, 20))));
        Assert.Equal(block, pulled);
    }

    [Fact]
    public async Task A_pull_of_an_older_attempt_is_fenced_at_once_and_while_it_waits()
    {
        _server.Worker.Board.Begin(1);
        Task waiting = Pull(1, "mean", 0, new float[1]);
        _server.Worker.Board.Begin(2);
        AttemptFencedException fenced = await Assert.ThrowsAsync<AttemptFencedException>(() => waiting);
        Assert.Equal("attempt 1 was given up", fenced.Message);
        await Assert.ThrowsAsync<AttemptFencedException>(() => Pull(1, "mean", 0, new float[1]));
    }

    [Fact]
    public async Task State_is_pulled_at_the_version_it_has_and_at_no_other()
    {
        await _server.Worker.Prepare(Cancel);
        EncodedDataset dataset = DatasetLoader.Load(_server.Spec, new BlobStore("unused"));
        ParameterLayout layout = Network.Build(_server.Spec.Model, dataset.Shape, LossSettings.CrossEntropy).Layout;
        float[] expected = new float[layout.Length], pulled = new float[layout.Length];
        layout.Initialize(_server.Spec.Training.Seed, expected);

        await _exchange.PullState(_server.Endpoint, DataPlaneServer.Job, version: 0, index: 0, pulled, Cancel);

        Assert.Equal(expected, pulled);
        await Assert.ThrowsAsync<AttemptFencedException>(() => PullState(version: 1, index: 0));
        // Plain SGD has no vectors of its own.
        await Assert.ThrowsAsync<AttemptFencedException>(() => PullState(version: 0, index: 1));
        await PullState(version: 0, index: 0);

        Task PullState(long version, int index) =>
            _exchange.PullState(_server.Endpoint, DataPlaneServer.Job, version, index, pulled, Cancel);
    }

    [Fact]
    public async Task A_worker_that_is_not_prepared_has_no_version() =>
        await Assert.ThrowsAsync<AttemptFencedException>(
            () => _exchange.PullState(_server.Endpoint, DataPlaneServer.Job, 0, 0, new float[1], Cancel));

    [Fact]
    public async Task Whoever_stops_waiting_is_told_so_and_the_server_has_nothing_to_complain()
    {
        _server.Worker.Board.Begin(1);
        _server.Publish(1, "other", [1]);
        await Pull(1, "other", 0, new float[1]);
        using var stop = new CancellationTokenSource();
        Task pull = _exchange.Pull(_server.Endpoint, DataPlaneServer.Job, 1, "mean", 0, new float[1], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        await _server.Stop();
        Assert.Empty(_server.Logs.All);
    }

    private Task<long> Pull(long attempt, string block, int offset, Memory<float> into) =>
        _exchange.Pull(_server.Endpoint, DataPlaneServer.Job, attempt, block, offset, into, Cancel);
}
