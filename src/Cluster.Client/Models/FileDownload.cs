using System.Security.Cryptography;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Watching;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Client.Models;

/// <summary>
/// Downloads one file of a model. Bytes go to a temporary name beside the target; what an earlier try left there is kept and
/// continued. Only a file with the right SHA-256 gets the final name.
/// </summary>
internal sealed class FileDownload(ServerConnection connection, string model, ModelFile file, string folder, TimeProvider time)
{
    private const int TriesWithoutProgress = 6;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private readonly string _target = Path.Combine(folder, PlainName.Check(file.Name));
    private readonly Backoff _backoff = new(time);

    private string Temporary => _target + ".part";

    /// <summary>Downloads what is missing.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (File.Exists(_target) && await DigestAsync(_target, cancel) == file.Sha256)
            return;
        bool isContinued = File.Exists(Temporary);
        await FetchAsync(cancel);
        if (isContinued && await DigestAsync(Temporary, cancel) != file.Sha256)
        {
            // The rest of an earlier try may be of another model; from the start it is known to be ours.
            File.Delete(Temporary);
            await FetchAsync(cancel);
        }
        if (await DigestAsync(Temporary, cancel) != file.Sha256)
        {
            File.Delete(Temporary);
            throw new ClusterException(
                ErrorKind.Failed, $"{file.Name} of model {model} arrived damaged: its SHA-256 is not {file.Sha256}.");
        }
        File.Move(Temporary, _target, overwrite: true);
    }

    private async Task FetchAsync(CancellationToken cancel)
    {
        await using FileStream output = new(Temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        output.Seek(0, SeekOrigin.End);
        if (output.Length > file.Size)
            output.SetLength(0);
        int failures = 0;
        while (output.Length < file.Size)
        {
            long before = output.Length;
            ClusterException? problem = await StreamAsync(output, cancel);
            if (output.Length >= file.Size)
                return;
            failures = output.Length > before ? 0 : failures + 1;
            if (failures == TriesWithoutProgress)
                throw problem ?? new ClusterException(ErrorKind.Unavailable, $"The download of {file.Name} ended early.");
            if (failures == 0)
                _backoff.Reset();
            connection.Forget();
            await _backoff.WaitAsync(cancel);
        }
    }

    /// <summary>Appends what one stream brings; returns why it broke, or null after a clean end.</summary>
    private async Task<ClusterException?> StreamAsync(FileStream output, CancellationToken cancel)
    {
        try
        {
            GrpcChannel channel = await connection.OpenAsync(cancel);
            using ResponseStream<DownloadModelResponse> stream = new(
                token => Open(channel, output.Length, token), connection.Server, Silence, time, cancel);
            while (await stream.NextAsync() is DownloadModelResponse chunk)
                await output.WriteAsync(chunk.Data.Memory, cancel);
            await output.FlushAsync(cancel);
            return stream.Break;
        }
        catch (ClusterException error) when (error.Kind == ErrorKind.Unavailable)
        {
            return error;
        }
    }

    private AsyncServerStreamingCall<DownloadModelResponse> Open(GrpcChannel channel, long offset, CancellationToken cancel) =>
        new ModelService.ModelServiceClient(channel).DownloadModel(
            new DownloadModelRequest { Id = model, File = file.Name, Offset = offset }, cancellationToken: cancel);

    private static async Task<string> DigestAsync(string path, CancellationToken cancel)
    {
        await using FileStream input = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(input, cancel));
    }
}
