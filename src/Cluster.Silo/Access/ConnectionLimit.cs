using Microsoft.AspNetCore.Connections;

namespace Cluster.Silo.Access;

/// <summary>Closes connections above a number, before they cost a handshake.</summary>
internal sealed class ConnectionLimit(int most)
{
    private int _open;

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= most) await next(connection);
            else connection.Abort(new ConnectionAbortedException("too many connections"));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
