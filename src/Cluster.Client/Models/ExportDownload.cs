using System.Security.Cryptography;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Watching;
using Cluster.V1;
using Grpc.Net.Client;

namespace Cluster.Client.Models;

/// <summary>Downloads a model in another format. A file gets its name only when it is whole.</summary>
internal sealed class ExportDownload(ServerConnection connection, string model, string folder, TimeProvider time)
{
    // The first bytes come after the conversion, which reads and writes all weights.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(120);

    /// <summary>Downloads the files.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="ClusterException">The server can't convert the model, or a file arrived damaged.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(ExportModelRequest.Types.Format format, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        GrpcChannel channel = await connection.OpenAsync(cancel);
        ExportModelRequest request = new() { Id = model, Format = format };
        using ResponseStream<ExportModelResponse> stream = new(
            token => new ModelService.ModelServiceClient(channel).ExportModel(request, cancellationToken: token), connection.Server, Silence, time, cancel);
        List<string> paths = [];
        for (ExportModelResponse? part = await stream.NextAsync(); part is not null;)
        {
            string path = Path.Combine(folder, PlainName.Check(part.File?.Name ?? ""));
            part = await SaveAsync(path, part.File!, stream, cancel);
            paths.Add(path);
        }
        return stream.Break is { } broken ? throw broken : paths;
    }

    /// <summary>Saves one file; returns the part with which the next one begins, or null.</summary>
    private async Task<ExportModelResponse?> SaveAsync(
        string path, ModelFile file, ResponseStream<ExportModelResponse> stream, CancellationToken cancel)
    {
        string temporary = path + ".part";
        ExportModelResponse? part;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (FileStream output = new(temporary, FileMode.Create, FileAccess.Write))
        {
            while ((part = await stream.NextAsync()) is { File: null })
            {
                hash.AppendData(part.Data.Span);
                await output.WriteAsync(part.Data.Memory, cancel);
            }
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
        {
            File.Delete(temporary);
            throw stream.Break ?? new ClusterException(ErrorKind.Failed, $"{file.Name} of model {model} arrived damaged: its SHA-256 is not {file.Sha256}.");
        }
        File.Move(temporary, path, overwrite: true);
        return part;
    }
}
