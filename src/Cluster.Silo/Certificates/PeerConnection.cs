using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Cluster.Silo.Certificates;

/// <summary>Puts TLS under Orleans' connections. Whoever is no silo is cut off before Orleans hears anything of it.</summary>
/// <param name="tls">Who is a silo.</param>
/// <param name="isServer">Whether the other side connected to us.</param>
internal sealed class PeerConnection(PeerTls tls, bool isServer) : IConnectionMiddleware
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);

    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        IDuplexPipe plain = context.Transport;
        await using var secure = new SslStream(new DuplexPipeStream(plain));
        using (var late = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionClosed))
        {
            late.CancelAfter(HandshakeLimit);
            if (isServer)
                await secure.AuthenticateAsServerAsync(tls.Server(), late.Token);
            else
                await secure.AuthenticateAsClientAsync(tls.Client(), late.Token);
        }

        context.Transport = new SecurePipe(
            PipeReader.Create(secure, new StreamPipeReaderOptions(leaveOpen: true)),
            PipeWriter.Create(secure, new StreamPipeWriterOptions(leaveOpen: true)));
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = plain;
        }
    }

    private sealed record SecurePipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
