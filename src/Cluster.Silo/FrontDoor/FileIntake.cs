using Cluster.Silo.Hosting;
using Cluster.Training.Blobs;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>Takes in a file piece by piece, from whoever brings it and however it comes.</summary>
internal sealed class FileIntake(IUploads uploads, SiloSettings settings)
{
    /// <summary>Most bytes of a piece.</summary>
    public const int PieceBytes = 256 * 1024;

    /// <summary>Receives a file, or the rest of one. What the first piece says of the file is checked before its data is touched.</summary>
    /// <returns>How much of it is there; all of it is checked by its digest.</returns>
    public async Task<Upload> Receive(IAsyncStreamReader<UploadFileRequest> pieces, CancellationToken cancel)
    {
        UploadFileRequest? first = null;
        string place = "";
        long received = 0;
        await foreach (UploadFileRequest piece in pieces.ReadAllAsync(cancel))
        {
            if (first is null)
            {
                first = Checked(piece);
                if (await uploads.Has(new Blob(first.Sha256, first.Size), cancel)) return Whole(first);
                place = await uploads.Place(first.Sha256, cancel);
            }

            received = await Append(place, first, piece, cancel);
            // Another upload of the same content was quicker.
            if (received < piece.Offset && await uploads.SizeOf(first.Sha256, cancel) is not null) return Whole(first);
            if (received < piece.Offset) throw Errors.WrongOffset(piece.Offset, received);
        }

        if (first is null) throw Errors.Argument("sha256", "is missing: the stream ended before its first message");
        if (first.Size == 0) await uploads.Append(place, first.Sha256, 0, ReadOnlyMemory<byte>.Empty, cancel);
        return received < first.Size ? new Upload { Sha256 = first.Sha256, Received = received } : await Complete(place, first);
    }

    /// <summary>Returns a digest as it is.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    public static string Address(string field, string sha256) =>
        BlobStore.IsAddress(sha256) ? sha256 : throw Errors.Argument(field, "must be a SHA-256 in lower-case hex");

    private async Task<Upload> Complete(string place, UploadFileRequest first)
    {
        try
        {
            await uploads.Complete(place, first.Sha256);
            return Whole(first);
        }
        catch (InvalidDataException error)
        {
            throw Errors.DigestMismatch(error.Message);
        }
    }

    private Task<long> Append(string place, UploadFileRequest first, UploadFileRequest piece, CancellationToken cancel)
    {
        if (piece.Data.Length > PieceBytes) throw Errors.Argument("data", $"must be at most {PieceBytes} bytes");
        if (piece.Offset < 0 || piece.Offset > first.Size - piece.Data.Length)
            throw Errors.Argument("offset", $"the data must end within the {first.Size} bytes of the file");
        return uploads.Append(place, first.Sha256, piece.Offset, piece.Data.Memory, cancel);
    }

    private UploadFileRequest Checked(UploadFileRequest first)
    {
        Address("sha256", first.Sha256);
        if (first.Size < 0) throw Errors.Argument("size", "must not be negative");
        return first.Size <= settings.LargestFile ? first : throw Errors.FileTooLarge(first.Size, settings.LargestFile);
    }

    private static Upload Whole(UploadFileRequest first) => new() { Sha256 = first.Sha256, Received = first.Size, Complete = true };
}
