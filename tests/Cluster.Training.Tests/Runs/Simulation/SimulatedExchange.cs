using Cluster.Training.Exchange;
using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>The data plane as one silo sees it: a dead peer refuses, a stuck one is silent, and a pull may break in the middle.</summary>
internal sealed class SimulatedExchange(SimulatedNetwork network, SimulatedSilo own, SimulatedWorld world) : IPeerExchange
{
    /// <summary>How long a connection is tried for.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    public async Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel)
    {
        await Get(
            endpoint,
            into,
            async (peer, stop) =>
            {
                using BlockLease lease = await peer.Board.Read(attempt, block, stop);
                return lease.Values.Slice(offset, into.Length).ToArray();
            },
            cancel);
        return (long)into.Length * sizeof(float);
    }

    public Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel) => Get(
        endpoint,
        into,
        async (peer, stop) =>
        {
            await using StateLease lease = await peer.LendState(version, index, stop);
            // Nothing changes the state while it travels.
            await Task.Delay(network.Travel(), Find(endpoint).Process.Time, CancellationToken.None);
            return lease.Values.ToArray();
        },
        cancel);

    private SimulatedSilo Find(string endpoint) => network.Silos.First(silo => silo.Endpoint == endpoint);

    private Task Get(string endpoint, Memory<float> into, Func<TrainingWorker, CancellationToken, Task<float[]>> serve, CancellationToken cancel)
    {
        SimulatedSilo peer = Find(endpoint);
        var done = new TaskCompletionSource();
        var stop = new CancellationTokenSource();
        cancel.Register(() =>
        {
            if (done.TrySetCanceled(cancel)) world.After(network.Travel(), () => peer.Process.Do(stop.Cancel));
        });
        network.Pulling(peer, () => Reply(() => done.TrySetException(new PeerLostException(endpoint, "the connection was reset") { Begun = true })));
        world.After(network.Travel(), () =>
        {
            if (peer.Process.IsDead) Reply(() => done.TrySetException(new PeerLostException(endpoint, "connection refused")));
            else if (peer.IsDataPlaneBlocked) world.After(ConnectLimit, () => Reply(() => done.TrySetException(new PeerLostException(endpoint, "no connection"))));
            else peer.Process.Do(() => _ = Serve());
        });
        return done.Task;

        void Reply(Action reply) => world.After(network.Travel(), () => own.Process.Do(reply));

        async Task Serve()
        {
            try
            {
                TrainingWorker worker = peer.Worker ?? throw new PeerLostException(endpoint, "status 404");
                float[] values = await serve(worker, stop.Token);
                bool broken = world.Chance(network.Cut);
                Reply(() => Arrive(values, broken));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Reply(() => done.TrySetException(error));
            }
        }

        void Arrive(float[] values, bool broken)
        {
            // Whoever gave up does not want it any more: the memory may hold something else by now.
            if (done.Task.IsCompleted) return;
            values.AsSpan(0, broken ? values.Length / 2 : values.Length).CopyTo(into.Span);
            if (broken) done.TrySetException(new PeerLostException(endpoint, "the connection was reset") { Begun = true });
            else done.TrySetResult();
        }
    }
}
