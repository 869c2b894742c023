using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Client.Tests.Servers;

/// <summary>A model service with one model of files that a test provides.</summary>
internal sealed class TestModels : ModelService.ModelServiceBase
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();

    /// <summary>The only model.</summary>
    public Model Model { get; } = new() { Id = "job-1", WeightsSha256 = "abc", Parameters = 7700, Metrics = { ["test/accuracy"] = 0.75 } };

    /// <summary>What DownloadModel was asked.</summary>
    public ConcurrentQueue<DownloadModelRequest> Downloads { get; } = new();

    /// <summary>Streams break after this many bytes of their own.</summary>
    public int BreakAfter { get; set; } = int.MaxValue;

    /// <summary>Adds a file; the content sent may differ from the one that the digest is of.</summary>
    public void Add(string name, byte[] content, byte[]? sent = null)
    {
        _files[name] = sent ?? content;
        Model.Files.Add(new ModelFile { Name = name, Size = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) });
    }

    public override Task<Model> GetModel(GetModelRequest request, ServerCallContext context) => request.Id == Model.Id
        ? Task.FromResult(Model)
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no model {request.Id}."));

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListModelsResponse { Models = { Model } });

    public override async Task DownloadModel(
        DownloadModelRequest request, IServerStreamWriter<DownloadModelResponse> responseStream, ServerCallContext context)
    {
        Downloads.Enqueue(request);
        int sent = 0;
        foreach (byte[] chunk in _files[request.File].Skip((int)request.Offset).Chunk(100))
        {
            if (sent >= BreakAfter)
                throw new RpcException(new Status(StatusCode.Unavailable, "leaving"));
            await responseStream.WriteAsync(new DownloadModelResponse { Data = ByteString.CopyFrom(chunk) });
            sent += chunk.Length;
        }
    }

    /// <summary>What Predict was asked.</summary>
    public ConcurrentQueue<PredictRequest> Predictions { get; } = new();

    /// <summary>What ImportModel was asked.</summary>
    public ConcurrentQueue<ImportModelRequest> Imports { get; } = new();

    /// <summary>What was uploaded, by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Uploads { get; } = new();

    /// <summary>Names of predicted numbers; each sequence of numbers is answered with its sum, for each of two steps.</summary>
    public string[] ValueNames { get; set; } = [];

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        Predictions.Enqueue(request);
        PredictResponse answer = new() { ValueNames = { ValueNames } };
        answer.Predictions.Add(request.Texts.Select(text => Predicted(new PredictionInput { Text = text })));
        answer.Predictions.Add(request.Inputs.Select(Predicted));
        return Task.FromResult(answer);
    }

    public override async Task<UploadModelFileResponse> UploadModelFile(IAsyncStreamReader<UploadModelFileRequest> requestStream, ServerCallContext context)
    {
        await requestStream.MoveNext(context.CancellationToken);
        ModelFile file = requestStream.Current.File;
        using MemoryStream content = new();
        while (await requestStream.MoveNext(context.CancellationToken)) requestStream.Current.Data.WriteTo(content);
        Uploads[file.Sha256] = content.ToArray();
        return new UploadModelFileResponse { File = file };
    }

    public override Task<ImportModelResponse> ImportModel(ImportModelRequest request, ServerCallContext context)
    {
        Imports.Enqueue(request);
        string[] missing = [.. request.Files.Select(file => file.Sha256).Where(sha256 => !Uploads.ContainsKey(sha256))];
        return Task.FromResult(missing.Length > 0 ? new ImportModelResponse { Missing = { missing } } : new ImportModelResponse { Model = Model });
    }

    /// <summary>Files of every export: name, the content that is announced, and the one that is sent.</summary>
    public List<(string Name, byte[] Content, byte[] Sent)> Exports { get; } = [];

    public override async Task ExportModel(
        ExportModelRequest request, IServerStreamWriter<ExportModelResponse> responseStream, ServerCallContext context)
    {
        foreach ((string name, byte[] content, byte[] sent) in Exports)
        {
            ModelFile file = new() { Name = name, Size = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };
            await responseStream.WriteAsync(new ExportModelResponse { File = file });
            foreach (byte[] part in sent.Chunk(300)) await responseStream.WriteAsync(new ExportModelResponse { Data = ByteString.CopyFrom(part) });
        }
    }

    private Prediction Predicted(PredictionInput input)
    {
        if (Model.Task == JobSpec.Types.Task.Tagging)
            return new Prediction { Tokens = { (input.Tokens.Count > 0 ? [.. input.Tokens] : input.Text.Split(' ')).Select(token => new TaggedToken { Token = token, Label = token.ToUpperInvariant() }) } };
        if (ValueNames.Length > 0) return new Prediction { Values = { Enumerable.Repeat(input.Numbers.Sum(), 2 * ValueNames.Length) } };
        string label = input.Text.ToUpperInvariant();
        return new Prediction
        {
            Label = label,
            Probability = 0.75,
            Classes = { new ClassProbability { Label = label, Probability = 0.75 }, new ClassProbability { Label = "other", Probability = 0.25 } },
        };
    }

    /// <summary>Answers with what was asked for.</summary>
    public override Task<GenerateResponse> Generate(GenerateRequest request, ServerCallContext context) => Task.FromResult(new GenerateResponse
    {
        Text = new GeneratedText
        {
            Text = FormattableString.Invariant($"{request.Prompt}/{request.Length}/{request.Temperature}/{request.Seed}"),
            StopReason = GeneratedText.Types.StopReason.Length,
            Tokens = request.Length,
        },
    });
}
