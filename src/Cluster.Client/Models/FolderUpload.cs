using System.Security.Cryptography;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Client.Models;

/// <summary>Gives a model's folder to a server, which gets only the files that it does not have.</summary>
internal sealed class FolderUpload(ServerConnection connection, string folder, string name)
{
    private const int ChunkBytes = 256 * 1024;
    private const int Tries = 3;

    // What is made from a model is no part of it.
    private static readonly string[] Exports = ["model.onnx", "weights.npz", "load_keras.py"];

    /// <summary>Uploads and imports.</summary>
    /// <exception cref="ClusterException">Usage: this is no folder of a model, or the server says what is wrong with it.</exception>
    public async Task<Model> RunAsync(CancellationToken cancel)
    {
        ImportModelRequest request = new() { Name = name };
        foreach (string path in Files()) request.Files.Add(await DescribeAsync(path, cancel));
        for (int round = 0; round < Tries; round++)
        {
            ImportModelResponse answer = await connection.CallAsync((invoker, options) => Library(invoker).ImportModelAsync(request, options), cancel);
            if (answer.Model is { } model) return model;
            foreach (ModelFile file in request.Files.Where(file => answer.Missing.Contains(file.Sha256))) await UploadAsync(file, cancel);
        }

        throw new ClusterException(ErrorKind.Failed, $"The server does not keep the files of {folder}.");
    }

    private List<string> Files()
    {
        if (!File.Exists(Path.Combine(folder, "config.json")))
            throw new ClusterException(ErrorKind.Usage, $"{folder} is no folder of a model: it has no config.json.");
        return [.. Directory.EnumerateFiles(folder).Where(IsPart).Order(StringComparer.Ordinal)];
    }

    private static bool IsPart(string path)
    {
        string file = Path.GetFileName(path);
        return !file.StartsWith('.') && !file.EndsWith(".part", StringComparison.Ordinal)
            && !file.StartsWith("events.out.tfevents", StringComparison.Ordinal) && !Exports.Contains(file);
    }

    private static async Task<ModelFile> DescribeAsync(string path, CancellationToken cancel)
    {
        await using FileStream content = File.OpenRead(path);
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        return new ModelFile { Name = Path.GetFileName(path), Size = content.Length, Sha256 = sha256 };
    }

    private async Task UploadAsync(ModelFile file, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            GrpcChannel channel = await connection.OpenAsync(cancel);
            Uri server = connection.Server;
            try
            {
                await SendAsync(Library(channel.CreateCallInvoker()), file, cancel);
                return;
            }
            catch (RpcException error)
            {
                cancel.ThrowIfCancellationRequested();
                if (error.StatusCode != StatusCode.Unavailable || attempt == Tries) throw RpcFailure.Translate(error, server);
                connection.Forget();
            }
        }
    }

    private async Task SendAsync(ModelService.ModelServiceClient library, ModelFile file, CancellationToken cancel)
    {
        using AsyncClientStreamingCall<UploadModelFileRequest, UploadModelFileResponse> call = library.UploadModelFile(cancellationToken: cancel);
        await using FileStream content = File.OpenRead(Path.Combine(folder, file.Name));
        byte[] chunk = new byte[ChunkBytes];
        UploadModelFileRequest next = new() { File = file };
        try
        {
            await call.RequestStream.WriteAsync(next, cancel);
            for (int read; (read = await content.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, cancel)) > 0;)
            {
                next = new UploadModelFileRequest { Data = ByteString.CopyFrom(chunk, 0, read) };
                await call.RequestStream.WriteAsync(next, cancel);
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer says why the server stopped reading.
        }
        await call.ResponseAsync;
    }

    private static ModelService.ModelServiceClient Library(CallInvoker invoker) => new(invoker);
}
