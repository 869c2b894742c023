using System.Net;
using System.Net.Sockets;

namespace Cluster.Silo.Hosting;

/// <summary>A port that is taken from this moment on, before the server that will serve it starts.</summary>
internal sealed class ListeningPort : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly string _scheme;

    /// <summary>Takes a port.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="address">Where it listens; null for loopback.</param>
    /// <param name="isSecure">Whether the server will speak TLS.</param>
    /// <exception cref="SiloStartException">The port is taken, or the address is none of this machine.</exception>
    public ListeningPort(int port, IPAddress? address = null, bool isSecure = false)
    {
        _scheme = isSecure ? "https" : "http";
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

    /// <summary>The address of a server on it, as this machine can reach it.</summary>
    public string Address
    {
        get
        {
            var bound = (IPEndPoint)_socket.LocalEndPoint!;
            IPAddress reachable = bound.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
                : bound.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
                : bound.Address;
            return $"{_scheme}://{new IPEndPoint(reachable, bound.Port)}";
        }
    }

    /// <summary>The open socket, for the server.</summary>
    public ulong Handle => (ulong)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>A port that was free a moment ago, for a server that can only be told a number.</summary>
    public static int FindFree()
    {
        using var probe = new ListeningPort(0);
        return probe.Port;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
