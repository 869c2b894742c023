using System.Net;
using System.Net.Sockets;

namespace Cluster.Silo.Hosting;

/// <summary>A loopback port that is taken from this moment on, before the server that will serve it starts.</summary>
internal sealed class ListeningPort : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;

    /// <summary>Takes a port.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <exception cref="SiloStartException">The port is taken.</exception>
    public ListeningPort(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
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
    public string Address => $"http://127.0.0.1:{Port}";

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
