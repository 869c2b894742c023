using Cluster.Client.Datasets;
using Cluster.Client.Errors;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client;

public sealed partial class ClusterClient
{
    /// <summary>Judging and copying files takes as long as they are large.</summary>
    private static readonly TimeSpan DataLimit = TimeSpan.FromMinutes(10);

    /// <summary>Uploads a file, or what is missing of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancel">Ends the upload; a later call goes on from there.</param>
    /// <returns>How much is there, again and again, at last the complete upload; only that if nothing was missing.</returns>
    /// <exception cref="ClusterException">Usage: the file is too large. Failed: it changed meanwhile. Unavailable: no progress.</exception>
    public IAsyncEnumerable<Upload> UploadAsync(LocalFile file, CancellationToken cancel = default) =>
        new FileUpload(_connection, file, _time).RunAsync(cancel);

    /// <summary>Makes a dataset of uploaded files; returns the one that is there if its content is the same.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="files">Its files.</param>
    /// <param name="format">How they are to be read; null for what their names tell.</param>
    /// <param name="replace">Whether the name may stand for other content so far.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">Usage: the name stands for other content, or the files cannot be read.</exception>
    public Task<Dataset> CreateDatasetAsync(
        string name, IEnumerable<LocalFile> files, FileFormat? format = null, bool replace = false, CancellationToken cancel = default)
    {
        CreateDatasetRequest request = new() { Name = name, Files = { files.Select(file => file.ToMessage()) }, Format = format, Replace = replace };
        return _connection.CallAsync((invoker, options) => Data(invoker).CreateDatasetAsync(request, options), cancel, DataLimit);
    }

    /// <summary>Returns a dataset.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such dataset.</exception>
    public Task<Dataset> GetDatasetAsync(string name, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Data(invoker).GetDatasetAsync(new GetDatasetRequest { Name = name }, options), cancel);

    /// <summary>Returns all datasets, newest first.</summary>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<IReadOnlyList<Dataset>> ListDatasetsAsync(CancellationToken cancel = default)
    {
        List<Dataset> datasets = [];
        ListDatasetsRequest request = new();
        do
        {
            ListDatasetsResponse page = await _connection.CallAsync(
                (invoker, options) => Data(invoker).ListDatasetsAsync(request, options), cancel);
            datasets.AddRange(page.Datasets);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return datasets;
    }

    /// <summary>Shows the beginning of a dataset and what its columns hold.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">Most records to show, at most 100; 0 for 10.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such dataset.</exception>
    public Task<DatasetPreview> PreviewDatasetAsync(string name, int rows = 0, CancellationToken cancel = default) =>
        _connection.CallAsync(
            (invoker, options) => Data(invoker).PreviewDatasetAsync(new PreviewDatasetRequest { Name = name, Rows = rows }, options), cancel, DataLimit);

    /// <summary>Removes a dataset's name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>What the name stood for.</returns>
    /// <exception cref="ClusterException">NotFound: no such dataset.</exception>
    public Task<Dataset> DeleteDatasetAsync(string name, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Data(invoker).DeleteDatasetAsync(new DeleteDatasetRequest { Name = name }, options), cancel);

    private static DatasetService.DatasetServiceClient Data(CallInvoker invoker) => new(invoker);
}
