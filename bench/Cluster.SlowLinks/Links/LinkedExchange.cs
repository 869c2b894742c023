using Cluster.Silo.DataPlane;
using Cluster.Training.Exchange;

namespace Cluster.SlowLinks.Links;

/// <summary>The data plane of others as it is from behind their links.</summary>
internal sealed class LinkedExchange(SocketExchange exchange, SiloLinks links) : IPeerExchange, IDisposable
{
    public Task<long> Pull(string endpoint, string job, long attempt, string block, int offset, Memory<float> into, CancellationToken cancel) =>
        Named(endpoint, () => exchange.Pull(links.Behind(endpoint), job, attempt, block, offset, into, cancel));

    public Task PullState(string endpoint, string job, long version, int index, Memory<float> into, CancellationToken cancel) =>
        Named(endpoint, async () =>
        {
            await exchange.PullState(links.Behind(endpoint), job, version, index, into, cancel);
            return (long)into.Length * sizeof(float);
        });

    public void Dispose() => exchange.Dispose();

    // Whoever hears that a silo is lost knows it by its own address.
    private static async Task<long> Named(string endpoint, Func<Task<long>> pull)
    {
        try
        {
            return await pull();
        }
        catch (PeerLostException lost)
        {
            throw new PeerLostException(endpoint, lost.Message) { Begun = lost.Begun };
        }
    }
}
