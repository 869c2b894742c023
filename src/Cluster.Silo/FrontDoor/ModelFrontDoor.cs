using Cluster.Grains.Models;
using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>The public ModelService: lists, hands out, takes in and uses trained models.</summary>
internal sealed class ModelFrontDoor(
    IGrainFactory grains, BlobStore blobs, IUploads uploads, BlobFetcher fetcher, ModelDownloads files, TimeProvider time) : ModelService.ModelServiceBase
{
    private const int ChunkBytes = 256 * 1024;
    private const int MostInputs = 1000;
    private const int MostFiles = 64;
    private const int DefaultTop = 3;
    private const int DefaultLength = 200;
    private const int MostTokens = 4096;

    public override async Task<Model> GetModel(GetModelRequest request, ServerCallContext context) =>
        await files.Find(request.Id).Get() ?? throw Errors.ModelNotFound(request.Id);

    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var directory = grains.GetGrain<IModelDirectoryGrain>(IModelDirectoryGrain.Key);
        ModelPage page = await directory.List(PageToken.Read(request.PageToken), PageToken.Size(request.PageSize));
        Model?[] models = await Task.WhenAll(page.Ids.Select(id => files.Find(id).Get()));
        var response = new ListModelsResponse { NextPageToken = PageToken.Write(page.End) };
        response.Models.Add(models.OfType<Model>());
        return response;
    }

    public override async Task DownloadModel(DownloadModelRequest request, IServerStreamWriter<DownloadModelResponse> responseStream, ServerCallContext context)
    {
        await using Stream content = (await files.Open(request.Id, request.File, context.CancellationToken)).Content;
        if (request.Offset < 0 || request.Offset > content.Length) throw Errors.Argument("offset", $"must be 0 to {content.Length}");
        content.Position = request.Offset;
        await Send(content, data => responseStream.WriteAsync(new DownloadModelResponse { Data = data }, context.CancellationToken), context.CancellationToken);
    }

    public override async Task ExportModel(ExportModelRequest request, IServerStreamWriter<ExportModelResponse> responseStream, ServerCallContext context)
    {
        Model model = await files.Find(request.Id).Get() ?? throw Errors.ModelNotFound(request.Id);
        foreach (ModelFile file in model.Files) await files.Fetch(model, file, context.CancellationToken);
        foreach (ModelFile file in await Convert(model, request.Format))
        {
            await responseStream.WriteAsync(new ExportModelResponse { File = file }, context.CancellationToken);
            await using Stream content = await files.Open(model, file, context.CancellationToken);
            await Send(content, data => responseStream.WriteAsync(new ExportModelResponse { Data = data }, context.CancellationToken), context.CancellationToken);
        }
    }

    public override async Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        string field = request.Inputs.Count > 0 ? "inputs" : "texts";
        PredictionInput[] inputs = Inputs(request);
        if (request.Top < 0) throw Errors.Argument("top", "must not be negative");
        int top = request.Top == 0 ? DefaultTop : request.Top;
        Model model = await files.Find(request.Id).Get() ?? throw Errors.ModelNotFound(request.Id);
        if (model.Task == JobSpec.Types.Task.Generation) throw Errors.WrongTask(request.Id, $"{model.Task}", "CLASSIFICATION, TAGGING, FORECASTING or REGRESSION");
        PredictResult result = await files.Find(request.Id).Predict(inputs, top) ?? throw Errors.ModelNotFound(request.Id);
        if (result.Damage.Length > 0) throw Errors.ModelDamaged(request.Id, result.Damage);
        if (result.Misfit.Length > 0) throw Errors.Argument($"{field}[{result.MisfitInput}]", result.Misfit);
        return new PredictResponse { Predictions = { result.Predictions }, ValueNames = { result.ValueNames } };
    }

    public override async Task<GenerateResponse> Generate(GenerateRequest request, ServerCallContext context)
    {
        if (request.Length < 0 || request.Length > MostTokens) throw Errors.Argument("length", $"must be 0 to {MostTokens}");
        float temperature = request.HasTemperature ? request.Temperature : 1;
        if (!float.IsFinite(temperature) || temperature < 0) throw Errors.Argument("temperature", "must be a finite number of at least 0");
        if (request.Prompt.Length > MostTokens) throw Errors.Argument("prompt", $"must be at most {MostTokens} characters");
        await RequireTask(request.Id, JobSpec.Types.Task.Generation);
        int length = request.Length == 0 ? DefaultLength : request.Length;
        GenerateResult result = await files.Find(request.Id).Generate(request.Prompt, length, temperature, request.Seed) ?? throw Errors.ModelNotFound(request.Id);
        return result.Text is { } text ? new GenerateResponse { Text = text } : throw Errors.ModelDamaged(request.Id, result.Damage);
    }

    public override async Task<UploadModelFileResponse> UploadModelFile(
        IAsyncStreamReader<UploadModelFileRequest> requestStream, ServerCallContext context)
    {
        ModelFile file = await ModelUpload.Store(blobs, requestStream, context.CancellationToken);
        await uploads.Share(new Blob(file.Sha256, file.Size), context.CancellationToken);
        return new UploadModelFileResponse { File = file };
    }

    public override async Task<ImportModelResponse> ImportModel(ImportModelRequest request, ServerCallContext context)
    {
        if (request.Files.Count is 0 or > MostFiles) throw Errors.Argument("files", $"must be 1 to {MostFiles} files");
        foreach ((int index, ModelFile file) in request.Files.Index()) ModelUpload.Check(file, $"files[{index}]");
        if (request.Files.DistinctBy(file => file.Name).Count() < request.Files.Count) throw Errors.Argument("files", "has a name twice");
        IReadOnlyList<string> missing = await Missing(request.Files, context.CancellationToken);
        if (missing.Count > 0) return new ImportModelResponse { Missing = { missing } };
        Model model = await Read(request);
        // What is there already keeps the time of its first import.
        if (await files.Find(model.Id).Get() is { } known) return new ImportModelResponse { Model = known };
        await files.Find(model.Id).Store(model);
        return new ImportModelResponse { Model = model };
    }

    private async Task<IReadOnlyList<ModelFile>> Convert(Model model, ExportModelRequest.Types.Format format)
    {
        try
        {
            return await Task.Run(() => format switch
            {
                ExportModelRequest.Types.Format.Onnx => ModelExport.ToOnnx(blobs, model),
                ExportModelRequest.Types.Format.Keras => ModelExport.ToKeras(blobs, model),
                _ => throw Errors.Argument("format", "must be ONNX or KERAS"),
            });
        }
        catch (NotSupportedException error)
        {
            throw Errors.CannotExport(model.Id, error.Message);
        }
        catch (InvalidDataException error)
        {
            throw Errors.ModelDamaged(model.Id, error.Message);
        }
    }

    private static async Task Send(Stream content, Func<ByteString, Task> send, CancellationToken cancel)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (int read; (read = await content.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, cancel)) > 0;)
            await send(ByteString.CopyFrom(chunk, 0, read));
    }

    private static PredictionInput[] Inputs(PredictRequest request)
    {
        if (request.Texts.Count > 0 && request.Inputs.Count > 0) throw Errors.Argument("inputs", "must be empty where there are texts");
        if (request.Inputs.Count > MostInputs) throw Errors.Argument("inputs", $"must be 1 to {MostInputs} inputs");
        if (request.Inputs.Count > 0) return [.. request.Inputs];
        if (request.Texts.Count is 0 or > MostInputs) throw Errors.Argument("texts", $"must be 1 to {MostInputs} texts");
        int empty = request.Texts.IndexOf("");
        return empty >= 0
            ? throw Errors.Argument($"texts[{empty}]", "is empty")
            : [.. request.Texts.Select(text => new PredictionInput { Text = text })];
    }

    // A damaged file counts as missing: uploading it again puts it right.
    private async Task<IReadOnlyList<string>> Missing(IEnumerable<ModelFile> files, CancellationToken cancel)
    {
        var missing = new List<string>();
        foreach (ModelFile file in files.DistinctBy(file => file.Sha256))
        {
            try
            {
                await Task.Run(() => fetcher.FetchVerified(new Blob(file.Sha256, file.Size), cancel), cancel);
            }
            catch (BlobMissingException)
            {
                missing.Add(file.Sha256);
            }
        }

        return missing;
    }

    private async Task<Model> Read(ImportModelRequest request)
    {
        try
        {
            return await Task.Run(() => ModelImport.Read(blobs, request.Name, request.Files, time.GetUtcNow()));
        }
        catch (InvalidDataException error)
        {
            throw Errors.InvalidModel(error.Message);
        }
    }

    private async Task RequireTask(string id, JobSpec.Types.Task task)
    {
        Model model = await files.Find(id).Get() ?? throw Errors.ModelNotFound(id);
        if (model.Task != task) throw Errors.WrongTask(id, $"{model.Task}", $"{task}".ToUpperInvariant());
    }
}
