using System.Net;
using System.Net.Sockets;

namespace Cluster.Silo.Hosting;

/// <summary>A port that is taken from this moment on, before the server that will serve it starts.</summary>
internal sealed class ListeningPort : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly IPAddress _address;

    /// <summary>Takes a port.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="address">Address under which others reach it; null for loopback. If it is not loopback, all addresses are served.</param>
    /// <exception cref="SiloStartException">The port is taken.</exception>
    public ListeningPort(int port, IPAddress? address = null)
    {
        _address = address ?? IPAddress.Loopback;
        _socket = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(Served(_address), port));
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

    /// <summary>The address of a server on it.</summary>
    public string Address => $"http://{new IPEndPoint(_address, Port)}";

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
