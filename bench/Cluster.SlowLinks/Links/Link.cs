using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cluster.SlowLinks.Links;

/// <summary>
/// A link in user space: a TCP relay in front of a server of this machine, through which bytes come later and not faster than a rate. All
/// connections share the rate. It has the port of the server, at another address of the loopback device.
/// </summary>
internal sealed class Link : IDisposable
{
    /// <summary>Where all links are.</summary>
    public static readonly IPAddress Address = IPAddress.Parse("127.0.0.2");

    private readonly int _port;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly LinkDirection _towards;
    private readonly LinkDirection _back;
    private readonly ConcurrentDictionary<Socket, bool> _open = [];
    private volatile bool _closed;

    /// <summary>Stands in front of a server from now on.</summary>
    /// <param name="port">The server's port, on 127.0.0.1.</param>
    /// <param name="speed">What the link is like.</param>
    /// <param name="time">The clock.</param>
    public Link(int port, LinkSpeed speed, TimeProvider time)
    {
        _port = port;
        (_towards, _back) = (new LinkDirection(speed, time), new LinkDirection(speed, time));
        _listener.Bind(new IPEndPoint(Address, port));
        _listener.Listen(512);
        _ = Accept();
    }

    /// <summary>Cuts everything off.</summary>
    public void Dispose()
    {
        _closed = true;
        _listener.Dispose();
        foreach (Socket socket in _open.Keys) socket.Dispose();
    }

    private async Task Accept()
    {
        while (!_closed)
        {
            try
            {
                _ = Serve(await _listener.AcceptAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The link was cut, or the other side gave up at once.
            }
        }
    }

    private async Task Serve(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        (near.NoDelay, far.NoDelay) = (true, true);
        (_open[near], _open[far]) = (true, true);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAll(_towards.Carry(near, far), _back.Carry(far, near));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Whoever is cut off sees its connection end.
        }
        finally
        {
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
            near.Dispose();
        }
    }
}
