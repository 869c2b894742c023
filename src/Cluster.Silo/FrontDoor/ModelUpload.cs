using System.IO.Pipelines;
using System.Security.Cryptography;
using Cluster.Training.Blobs;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>Stores a file that a client sends in parts. It is there whole, with the digest that was announced, or not at all.</summary>
internal static class ModelUpload
{
    /// <summary>Largest file, in bytes: the largest weights there can be, and their header.</summary>
    public const long LargestFile = (1L << 31) + (1 << 27);

    private const int BufferSize = 1 << 18;

    /// <summary>Receives and stores one file.</summary>
    public static async Task<ModelFile> Store(BlobStore blobs, IAsyncStreamReader<UploadModelFileRequest> parts, CancellationToken cancel)
    {
        if (!await parts.MoveNext(cancel) || parts.Current.File is not { } file) throw Errors.Argument("file", "must be in the first message");
        Check(file, "file");
        var pipe = new Pipe();
        // Blobs are written by a plain blocking writer; the pipe holds the client back when the disk is slower.
        Task<Blob> storing = Task.Run(() => blobs.Write(target => Copy(pipe.Reader.AsStream(), target, file)), CancellationToken.None);
        Exception? broken = await Receive(parts, pipe.Writer, cancel);
        await pipe.Writer.CompleteAsync(broken);
        await storing;
        return file;
    }

    /// <summary>Throws unless a file's name, size and digest are possible.</summary>
    public static void Check(ModelFile file, string field)
    {
        bool plain = file.Name.Length is > 0 and <= 100 && file.Name is not ("." or "..") && file.Name.AsSpan().IndexOfAny("/\\\0") < 0;
        if (!plain) throw Errors.Argument($"{field}.name", $"'{file.Name}' can't be the name of a file");
        if (file.Size < 0 || file.Size > LargestFile) throw Errors.Argument($"{field}.size", $"must be 0 to {LargestFile}");
        bool digest = file.Sha256.Length == 2 * SHA256.HashSizeInBytes && file.Sha256.All(char.IsAsciiHexDigitLower);
        if (!digest) throw Errors.Argument($"{field}.sha256", "must be a SHA-256 in lower-case hex");
    }

    /// <summary>Passes on what comes; returns why it broke off, or null.</summary>
    private static async Task<Exception?> Receive(IAsyncStreamReader<UploadModelFileRequest> parts, PipeWriter writer, CancellationToken cancel)
    {
        try
        {
            do
            {
                FlushResult flushed = await writer.WriteAsync(parts.Current.Data.Memory, cancel);
                if (flushed.IsCompleted) return null;
            }
            while (await parts.MoveNext(cancel));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // Checked before the blob gets its name, so that nothing else than what was announced is ever kept.
    private static void Copy(Stream source, Stream target, ModelFile file)
    {
        using Stream parts = source;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        long size = 0;
        for (int read; (read = parts.Read(buffer)) > 0;)
        {
            size += read;
            if (size > file.Size) throw Errors.Argument("data", $"is longer than the {file.Size} bytes that were announced");
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }

        if (size < file.Size) throw Errors.Argument("data", $"has {size} bytes, but {file.Size} were announced");
        string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sha256 != file.Sha256) throw Errors.Argument("data", $"has the SHA-256 {sha256}, but {file.Sha256} was announced");
    }
}
