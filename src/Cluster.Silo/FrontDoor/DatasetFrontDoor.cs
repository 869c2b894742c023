using Cluster.Grains.Datasets;
using Cluster.Silo.Hosting;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Files;
using Cluster.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>The public DatasetService: takes files in, makes datasets of them, shows and removes them.</summary>
internal sealed partial class DatasetFrontDoor(
    IGrainFactory grains,
    BlobStore blobs,
    IUploads uploads,
    FileIntake intake,
    BlobFetcher fetcher,
    DatasetSources sources,
    SiloSettings settings,
    TimeProvider time,
    ILogger<DatasetFrontDoor> logger) : DatasetService.DatasetServiceBase
{
    private const int MostFiles = 1000;
    private const int MostRows = 100;
    private const int DefaultRows = 10;

    /// <summary>How long the answer waits for the second copy; copying goes on after that.</summary>
    private static readonly TimeSpan CopyPatience = TimeSpan.FromSeconds(20);

    public override Task<Upload> UploadFile(IAsyncStreamReader<UploadFileRequest> requestStream, ServerCallContext context) =>
        intake.Receive(requestStream, context.CancellationToken);

    public override async Task<Upload> GetUpload(GetUploadRequest request, ServerCallContext context)
    {
        string sha256 = FileIntake.Address("sha256", request.Sha256);
        if (await uploads.SizeOf(sha256, context.CancellationToken) is { } size) return new Upload { Sha256 = sha256, Received = size, Complete = true };
        string place = await uploads.Place(sha256, context.CancellationToken);
        return new Upload { Sha256 = sha256, Received = await uploads.LengthOf(place, sha256, context.CancellationToken) };
    }

    public override async Task<Dataset> CreateDataset(CreateDatasetRequest request, ServerCallContext context)
    {
        if (!DatasetName.IsValid(request.Name)) throw Errors.Argument("name", $"{DatasetName.Rule}; it is '{request.Name}'");
        CheckFiles(request.Files);
        foreach (DatasetFile file in request.Files)
        {
            if (!await uploads.Has(new Blob(file.Sha256, file.Size), context.CancellationToken)) throw Errors.UploadIncomplete(file.Name);
            await RequiredFiles.Fetch(file, fetcher, context.CancellationToken);
        }

        var dataset = new Dataset { Name = request.Name, CreateTime = time.GetUtcNow().ToTimestamp(), Source = await Judge(request) };
        Dataset kept = await Directory.Create(dataset, request.Replace) ?? throw Errors.DatasetExists(request.Name);
        await Copy(kept);
        return kept;
    }

    public override async Task<Dataset> GetDataset(GetDatasetRequest request, ServerCallContext context) => await Find(request.Name);

    public override async Task<ListDatasetsResponse> ListDatasets(ListDatasetsRequest request, ServerCallContext context)
    {
        DatasetPage page = await Directory.List(PageToken.Read(request.PageToken), PageToken.Size(request.PageSize));
        return new ListDatasetsResponse { Datasets = { page.Datasets }, NextPageToken = PageToken.Write(page.End) };
    }

    public override async Task<DatasetPreview> PreviewDataset(PreviewDatasetRequest request, ServerCallContext context)
    {
        if (request.Rows is < 0 or > MostRows) throw Errors.Argument("rows", $"must be 0 to {MostRows}");
        Dataset dataset = await Find(request.Name);
        foreach (DatasetFile file in dataset.Source.Files) await RequiredFiles.Fetch(file, fetcher, context.CancellationToken);
        try
        {
            return await Task.Run(() => DatasetPreviews.Of(blobs, dataset.Source, request.Rows == 0 ? DefaultRows : request.Rows));
        }
        catch (InvalidDataException error)
        {
            throw Errors.InvalidData(error.Message);
        }
    }

    public override async Task<Dataset> DeleteDataset(DeleteDatasetRequest request, ServerCallContext context) =>
        await Directory.Remove(request.Name) ?? throw Errors.DatasetNotFound(request.Name, await sources.Near(request.Name));

    private IDatasetDirectoryGrain Directory => grains.GetGrain<IDatasetDirectoryGrain>(IDatasetDirectoryGrain.Key);

    private async Task<Dataset> Find(string name) =>
        await Directory.Get(name) ?? throw Errors.DatasetNotFound(name, await sources.Near(name));

    private async Task<DatasetSource> Judge(CreateDatasetRequest request)
    {
        try
        {
            return await Task.Run(() => DatasetInspector.Inspect(blobs, request.Files, request.Format));
        }
        catch (InvalidDataException error)
        {
            throw Errors.InvalidData(error.Message);
        }
    }

    private void CheckFiles(RepeatedField<DatasetFile> files)
    {
        if (files.Count is 0 or > MostFiles) throw Errors.Argument("files", $"must be 1 to {MostFiles} files");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < files.Count; i++)
        {
            DatasetFile file = files[i];
            FileIntake.Address($"files[{i}].sha256", file.Sha256);
            if (file.Size < 0) throw Errors.Argument($"files[{i}].size", "must not be negative");
            if (file.Size > settings.LargestFile) throw Errors.FileTooLarge(file.Size, settings.LargestFile);
            if (file.Name.Length is 0 or > 255 || file.Name is "." or ".." || file.Name.AsSpan().IndexOfAny("/\\\0\r\n") >= 0)
                throw Errors.Argument($"files[{i}].name", "must be a file's name without folders");
            if (!names.Add(file.Name)) throw Errors.Argument($"files[{i}].name", $"there are two files '{file.Name}'");
        }
    }

    // The loss of one silo must not lose the data. Where the second copy takes long, or cannot be had, the dataset is made all the same.
    private async Task Copy(Dataset dataset)
    {
        try
        {
            await CopyFiles(dataset).WaitAsync(CopyPatience, time);
        }
        catch (TimeoutException)
        {
            LogSlowCopy(dataset.Name);
        }
    }

    private async Task CopyFiles(Dataset dataset)
    {
        try
        {
            foreach (DatasetFile file in dataset.Source.Files) await uploads.Copy(new Blob(file.Sha256, file.Size), CancellationToken.None);
        }
        catch (Exception error)
        {
            LogNotCopied(error, dataset.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dataset {Dataset} is still being copied to another silo")]
    private partial void LogSlowCopy(string dataset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dataset {Dataset} has no copy on another silo")]
    private partial void LogNotCopied(Exception error, string dataset);
}
