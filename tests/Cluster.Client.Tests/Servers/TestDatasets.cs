using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Cluster.Client.Tests.Servers;

/// <summary>A dataset service that keeps uploads in memory, and breaks them off when a test wants.</summary>
internal sealed class TestDatasets : DatasetService.DatasetServiceBase
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, Dataset> _datasets = new();

    /// <summary>Offsets at which uploads began.</summary>
    public ConcurrentQueue<long> Uploads { get; } = new();

    /// <summary>What CreateDataset was asked.</summary>
    public ConcurrentQueue<CreateDatasetRequest> Created { get; } = new();

    /// <summary>Connections of uploads are cut after so many pieces.</summary>
    public int BreakAfter { get; set; } = int.MaxValue;

    /// <summary>Thrown by UploadFile if set.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>The content of a file as it arrived.</summary>
    public byte[] ContentOf(string sha256) => _files[sha256];

    public override async Task<Upload> UploadFile(IAsyncStreamReader<UploadFileRequest> requestStream, ServerCallContext context)
    {
        string sha256 = "";
        long size = 0;
        int pieces = 0;
        await foreach (UploadFileRequest piece in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (Refusal is not null)
                throw Refusal;
            if (pieces++ == 0)
            {
                (sha256, size) = (piece.Sha256, piece.Size);
                Uploads.Enqueue(piece.Offset);
            }
            byte[] there = _files.GetValueOrDefault(sha256, []);
            Assert.Equal(there.Length, piece.Offset);
            Assert.InRange(piece.Data.Length, 0, 256 * 1024);
            _files[sha256] = [.. there, .. piece.Data];
            if (pieces == BreakAfter)
                context.GetHttpContext().Abort();
        }
        if (_files[sha256].Length == size)
            Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(_files[sha256])));
        return State(sha256, _files[sha256].Length == size);
    }

    public override Task<Upload> GetUpload(GetUploadRequest request, ServerCallContext context)
    {
        bool complete = _files.TryGetValue(request.Sha256, out byte[]? content)
            && Convert.ToHexStringLower(SHA256.HashData(content)) == request.Sha256;
        return Task.FromResult(State(request.Sha256, complete));
    }

    public override Task<Dataset> CreateDataset(CreateDatasetRequest request, ServerCallContext context)
    {
        Created.Enqueue(request);
        return Task.FromResult(_datasets[request.Name] = new Dataset
        {
            Name = request.Name,
            CreateTime = Timestamp.FromDateTimeOffset(Events.Noon),
            Source = new DatasetSource
            {
                Files = { request.Files },
                Format = request.Format ?? new FileFormat { Csv = new CsvFormat() },
                Columns = { new DatasetColumn { Name = "text" }, new DatasetColumn { Name = "label" } },
            },
        });
    }

    public override Task<ListDatasetsResponse> ListDatasets(ListDatasetsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListDatasetsResponse { Datasets = { _datasets.Values }, NextPageToken = request.PageToken.Length == 0 ? "2" : "" });

    public override Task<DatasetPreview> PreviewDataset(PreviewDatasetRequest request, ServerCallContext context) => Task.FromResult(new DatasetPreview
    {
        Parts = { new DatasetPreview.Types.PartRecords { Records = 1234 } },
        Columns =
        {
            new ColumnPreview
            {
                Column = new DatasetColumn { Name = "text", Kind = DatasetColumn.Types.Kind.Text },
                Filled = 1234,
                Lengths = { new ColumnPreview.Types.LengthCount { From = 4, To = 7, Count = 34 }, new ColumnPreview.Types.LengthCount { From = 8, To = 15, Count = 1200 } },
            },
            new ColumnPreview
            {
                Column = new DatasetColumn { Name = "label", Kind = DatasetColumn.Types.Kind.Text },
                Filled = 1234,
                Values = { new ColumnPreview.Types.ValueCount { Value = "ham", Count = 1000 }, new ColumnPreview.Types.ValueCount { Value = "spam", Count = 234 } },
                Distinct = 2,
            },
        },
        Rows = { Enumerable.Repeat(new DatasetPreview.Types.Row { Fields = { "hello", "ham" } }, Math.Max(1, request.Rows)) },
    });

    public override Task<Dataset> DeleteDataset(DeleteDatasetRequest request, ServerCallContext context) =>
        _datasets.TryRemove(request.Name, out Dataset? removed)
            ? Task.FromResult(removed)
            : throw new RpcException(new Status(StatusCode.NotFound, $"there is no dataset '{request.Name}'"));

    private Upload State(string sha256, bool complete) =>
        new() { Sha256 = sha256, Received = _files.GetValueOrDefault(sha256, []).Length, Complete = complete };
}
