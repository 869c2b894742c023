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

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        PredictResponse answer = new();
        foreach (string text in request.Texts)
            answer.Predictions.Add(new Prediction
            {
                Label = text.ToUpperInvariant(),
                Probability = 0.75,
                Classes = { new ClassProbability { Label = text.ToUpperInvariant(), Probability = 0.75 }, new ClassProbability { Label = "other", Probability = 0.25 } },
            });
        return Task.FromResult(answer);
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
