using Cluster.Grains.Jobs;
using Cluster.Grains.Models;
using Cluster.Training.Blobs;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>The public ModelService: lists, hands out and uses trained models.</summary>
internal sealed class ModelFrontDoor(IGrainFactory grains, BlobStore blobs, BlobFetcher fetcher) : ModelService.ModelServiceBase
{
    private const int ChunkBytes = 256 * 1024;
    private const int MostTexts = 1000;
    private const int DefaultTop = 3;
    private const int DefaultLength = 200;
    private const int MostTokens = 4096;

    public override async Task<Model> GetModel(GetModelRequest request, ServerCallContext context) =>
        await Find(request.Id).Get() ?? throw Errors.ModelNotFound(request.Id);

    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var directory = grains.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key);
        JobPage page = await directory.List(PageToken.Read(request.PageToken), PageToken.Size(request.PageSize));
        Model?[] models = await Task.WhenAll(page.Ids.Select(id => Find(id).Get()));
        var response = new ListModelsResponse { NextPageToken = PageToken.Write(page.End) };
        response.Models.Add(models.OfType<Model>());
        return response;
    }

    public override async Task DownloadModel(DownloadModelRequest request, IServerStreamWriter<DownloadModelResponse> responseStream, ServerCallContext context)
    {
        Model model = await Find(request.Id).Get() ?? throw Errors.ModelNotFound(request.Id);
        ModelFile file = model.Files.FirstOrDefault(file => file.Name == request.File) ?? throw Errors.FileNotFound(request.Id, request.File);
        if (request.Offset < 0 || request.Offset > file.Size) throw Errors.Argument("offset", $"must be 0 to {file.Size}");
        await using Stream content = await Open(model, file, context.CancellationToken);
        content.Position = request.Offset;
        byte[] chunk = new byte[ChunkBytes];
        for (int read; (read = await content.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, context.CancellationToken)) > 0;)
            await responseStream.WriteAsync(new DownloadModelResponse { Data = ByteString.CopyFrom(chunk, 0, read) }, context.CancellationToken);
    }

    public override async Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        if (request.Texts.Count is 0 or > MostTexts) throw Errors.Argument("texts", $"must be 1 to {MostTexts} texts");
        int empty = request.Texts.IndexOf("");
        if (empty >= 0) throw Errors.Argument($"texts[{empty}]", "is empty");
        if (request.Top < 0) throw Errors.Argument("top", "must not be negative");
        int top = request.Top == 0 ? DefaultTop : request.Top;
        await RequireTask(request.Id, JobSpec.Types.Task.Classification);
        PredictResult result = await Find(request.Id).Predict([.. request.Texts], top) ?? throw Errors.ModelNotFound(request.Id);
        if (result.Damage.Length > 0) throw Errors.ModelDamaged(request.Id, result.Damage);
        if (result.Misfit.Length > 0) throw Errors.Argument("texts", result.Misfit);
        var response = new PredictResponse();
        response.Predictions.Add(result.Predictions);
        return response;
    }

    public override async Task<GenerateResponse> Generate(GenerateRequest request, ServerCallContext context)
    {
        if (request.Length < 0 || request.Length > MostTokens) throw Errors.Argument("length", $"must be 0 to {MostTokens}");
        float temperature = request.HasTemperature ? request.Temperature : 1;
        if (!float.IsFinite(temperature) || temperature < 0) throw Errors.Argument("temperature", "must be a finite number of at least 0");
        if (request.Prompt.Length > MostTokens) throw Errors.Argument("prompt", $"must be at most {MostTokens} characters");
        await RequireTask(request.Id, JobSpec.Types.Task.Generation);
        int length = request.Length == 0 ? DefaultLength : request.Length;
        GenerateResult result = await Find(request.Id).Generate(request.Prompt, length, temperature, request.Seed) ?? throw Errors.ModelNotFound(request.Id);
        return result.Text is { } text ? new GenerateResponse { Text = text } : throw Errors.ModelDamaged(request.Id, result.Damage);
    }

    private async Task RequireTask(string id, JobSpec.Types.Task task)
    {
        Model model = await Find(id).Get() ?? throw Errors.ModelNotFound(id);
        if (model.Task != task) throw Errors.WrongTask(id, $"{model.Task}", $"{task}");
    }

    // The size is checked before the first byte is sent; the content is for the receiver to check, by its digest.
    private async Task<Stream> Open(Model model, ModelFile file, CancellationToken cancel)
    {
        try
        {
            await fetcher.Fetch(new Blob(file.Sha256, file.Size), cancel);
        }
        catch (BlobMissingException)
        {
            throw Errors.ModelDamaged(model.Id, $"its file {file.Name} is missing");
        }

        Stream content = blobs.OpenRead(file.Sha256);
        if (content.Length == file.Size) return content;
        await content.DisposeAsync();
        throw Errors.ModelDamaged(model.Id, $"its file {file.Name} is not whole");
    }

    private IModelGrain Find(string id) => id.Length switch
    {
        0 => throw Errors.Argument("id", "is missing"),
        > JobFrontDoor.LongestId => throw Errors.ModelNotFound(id),
        _ => grains.GetGrain<IModelGrain>(id),
    };
}
