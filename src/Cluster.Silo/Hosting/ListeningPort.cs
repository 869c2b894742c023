using System.Net;
using System.Net.Sockets;

namespace Cluster.Silo.Hosting;

/// <summary>A port that is taken from this moment on, before the server that will serve it starts.</summary>
internal sealed class ListeningPort : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly string _scheme;
    private readonly IPAddress? _told;

    /// <summary>Takes a port.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="address">Where it listens; null for loopback.</param>
    /// <param name="told">Address under which others reach it; null for the one it listens on.</param>
    /// <param name="isSecure">Whether the server will speak TLS.</param>
    /// <exception cref="SiloStartException">The port is taken, or the address is none of this machine.</exception>
    public ListeningPort(int port, IPAddress? address = null, IPAddress? told = null, bool isSecure = false)
    {
        _scheme = isSecure ? "https" : "http";
        _told = told;
        IPAddress listening = address ?? IPAddress.Loopback;
        _socket = new Socket(listening.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(listening, port));
            _socket.Listen(Backlog);
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            throw new SiloStartException($"port {port} cannot be used: {error.Message}");
        }
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The address of a server on it, as others reach it, or this machine.</summary>
    public string Address
    {
        get
        {
            IPAddress bound = ((IPEndPoint)_socket.LocalEndPoint!).Address;
            IPAddress reachable = _told
                ?? (bound.Equals(IPAddress.Any) ? IPAddress.Loopback : bound.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bound);
            return $"{_scheme}://{new IPEndPoint(reachable, Port)}";
        }
    }

    /// <summary>The open socket, for the server.</summary>
    public ulong Handle => (ulong)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>The address to listen on, for one that others are told.</summary>
    public static IPAddress Served(IPAddress address) =>
        IPAddress.IsLoopback(address) ? address : address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>A port that was free a moment ago, for a server that can only be told a number.</summary>
    public static int FindFree()
    {
        using var probe = new ListeningPort(0);
        return probe.Port;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
