using Cluster.Client.Errors;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Client.Datasets;

/// <summary>One try of an upload: sends pieces until the end of the file or of the connection.</summary>
internal sealed class UploadStream : IDisposable
{
    private const int PieceSize = 256 * 1024;

    private readonly AsyncClientStreamingCall<UploadFileRequest, Upload> _call;
    private readonly FileStream _content;
    private readonly LocalFile _file;
    private readonly Uri _server;
    private readonly CancellationToken _cancel;
    private bool _begun;

    public UploadStream(GrpcChannel channel, Uri server, LocalFile file, long offset, CancellationToken cancel)
    {
        (_file, _server, _cancel, Sent) = (file, server, cancel, offset);
        _content = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read) { Position = offset };
        _call = new DatasetService.DatasetServiceClient(channel).UploadFile(cancellationToken: cancel);
    }

    /// <summary>Bytes of the file that were sent, by this try or before.</summary>
    public long Sent { get; private set; }

    /// <summary>The server's answer; null if the connection broke.</summary>
    public Upload? Result { get; private set; }

    /// <summary>Why the connection broke; null if it did not.</summary>
    public ClusterException? Break { get; private set; }

    /// <summary>Sends the next piece.</summary>
    /// <returns>Whether there is more to send; if not, there is a result or a break.</returns>
    /// <exception cref="ClusterException">Another try would fail in the same way.</exception>
    public async Task<bool> SendAsync()
    {
        byte[] piece = new byte[PieceSize];
        int length = await _content.ReadAtLeastAsync(piece, PieceSize, throwOnEndOfStream: false, _cancel);
        try
        {
            if (length == 0 && _begun) return await FinishAsync();
            UploadFileRequest request = new() { Offset = Sent, Data = UnsafeByteOperations.UnsafeWrap(piece.AsMemory(0, length)) };
            if (!_begun) (request.Sha256, request.Size) = (_file.Sha256, _file.Size);
            await _call.RequestStream.WriteAsync(request, _cancel);
            _begun = true;
            Sent += length;
            return true;
        }
        catch (Exception error) when (!_cancel.IsCancellationRequested
            && error is RpcException or InvalidOperationException or IOException or OperationCanceledException or HttpRequestException)
        {
            // The server answered before the end, or the connection broke: the answer says why.
            return await AnswerAsync();
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _content.Dispose();
    }

    private async Task<bool> FinishAsync()
    {
        await _call.RequestStream.CompleteAsync();
        return await AnswerAsync();
    }

    private async Task<bool> AnswerAsync()
    {
        try
        {
            Result = await _call.ResponseAsync;
        }
        catch (RpcException error)
        {
            _cancel.ThrowIfCancellationRequested();
            ClusterException told = RpcFailure.Translate(error, _server);
            if (told.Reason == "FILE_TOO_LARGE")
                throw new ClusterException(ErrorKind.Usage, $"{_file.Path}: {told.Message}", reason: told.Reason, cause: error);
            if (told.Reason == "DIGEST_MISMATCH")
                throw new ClusterException(ErrorKind.Failed, $"{_file.Path} changed while it was uploaded; push it again.", reason: told.Reason, cause: error);
            // A limit of bytes that is used up comes back slowly; the next push goes on from here.
            if (told.Reason == "TOO_MANY_UPLOADS") throw told;
            // What was there may be gone, or this is another server: the next try asks how much there is.
            if (!RpcFailure.IsTransient(error) && told.Reason != "WRONG_OFFSET") throw told;
            Break = told;
        }

        return false;
    }
}
