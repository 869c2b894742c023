using Cluster.Silo.FrontDoor;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.Rest;

/// <summary>Cuts the body of a request into the pieces that a service reads. The first piece has no data: a body that nobody needs is not read.</summary>
/// <param name="file">What the first piece says of the file, and where the body begins in it.</param>
/// <param name="body">The bytes.</param>
internal sealed class BodyPieces(UploadFileRequest file, Stream body) : IAsyncStreamReader<UploadFileRequest>
{
    private readonly byte[] _buffer = new byte[FileIntake.PieceBytes];
    private long _offset = file.Offset;
    private bool _began;

    /// <inheritdoc/>
    public UploadFileRequest Current { get; private set; } = file;

    /// <inheritdoc/>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!_began) return _began = true;
        int read = await body.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken);
        // Whoever reads the next piece is done with this one, so all can have the same bytes.
        Current = new UploadFileRequest { Offset = _offset, Data = UnsafeByteOperations.UnsafeWrap(_buffer.AsMemory(0, read)) };
        _offset += read;
        return read > 0;
    }
}
