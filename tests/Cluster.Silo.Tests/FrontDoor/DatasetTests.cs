using System.Security.Cryptography;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class DatasetTests(SharedSilo shared)
{
    private const string Table = "text,label\nann,ham\nbob,spam\n";

    private RunningSilo Silo => shared.Silo;

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_from_the_bytes_that_are_there()
    {
        byte[] content = RandomNumberGenerator.GetBytes(250_001);
        string sha256 = RunningSilo.DigestOf(content);

        Upload first = await Silo.Upload(content, end: 120_000);
        Assert.Equal((120_000, false), (first.Received, first.Complete));
        Assert.Equal(first, await State(sha256));
        Upload second = await Silo.Upload(content, from: 100_000);
        Assert.Equal((250_001, true), (second.Received, second.Complete));
        Assert.Equal(second, await State(sha256));
        Assert.Equal(content, await File.ReadAllBytesAsync(PathOf(sha256), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_arrived_before_the_caller_was_lost_is_kept()
    {
        byte[] content = RandomNumberGenerator.GetBytes(50_000);
        string sha256 = RunningSilo.DigestOf(content);
        using (AsyncClientStreamingCall<UploadFileRequest, Upload> call = Silo.Datasets.UploadFile(cancellationToken: TimeLimit.Token))
        {
            await call.RequestStream.WriteAsync(
                new UploadFileRequest { Sha256 = sha256, Size = content.Length, Data = ByteString.CopyFrom(content, 0, 20_000) }, TimeLimit.Token);
            while ((await State(sha256)).Received < 20_000) await Task.Yield();
        }

        Assert.True((await Silo.Upload(content, from: 20_000)).Complete);
    }

    [Fact]
    public async Task Uploads_of_the_same_content_at_the_same_time_help_each_other()
    {
        byte[] content = RandomNumberGenerator.GetBytes(900_000);
        Upload[] uploads = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Silo.Upload(content)));
        Assert.All(uploads, upload => Assert.True(upload.Complete));
        Assert.Equal(content, await File.ReadAllBytesAsync(PathOf(RunningSilo.DigestOf(content)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Content_with_another_digest_is_refused_and_nothing_of_it_stays()
    {
        byte[] content = RandomNumberGenerator.GetBytes(150_000);
        string promised = RunningSilo.DigestOf(RandomNumberGenerator.GetBytes(10));

        Fault fault = await Fault.Of(() => Silo.Upload(content, sha256: promised));

        Assert.Equal((StatusCode.DataLoss, "DIGEST_MISMATCH"), (fault.Code, fault.Reason));
        Assert.Contains(RunningSilo.DigestOf(content), fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(new Upload { Sha256 = promised }, await State(promised));
    }

    [Fact]
    public async Task Bytes_before_the_offset_must_be_there()
    {
        Fault fault = await Fault.Of(() => Silo.Upload(RandomNumberGenerator.GetBytes(100), from: 10));
        Assert.Equal((StatusCode.OutOfRange, "WRONG_OFFSET"), (fault.Code, fault.Reason));
    }

    [Theory]
    [InlineData("ABC", 1, 0, 1, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData("../../../../../../../../../../../../../../../../../../../etc/passwd", 1, 0, 1, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(null, -1, 0, 0, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(null, 10, 5, 6, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(null, 10, -1, 1, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(null, 300_000, 0, 262_145, StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(null, (8L << 30) + 1, 0, 1, StatusCode.ResourceExhausted, "FILE_TOO_LARGE")]
    public async Task A_piece_that_cannot_be_is_refused(string? sha256, long size, long offset, int length, StatusCode code, string reason)
    {
        using AsyncClientStreamingCall<UploadFileRequest, Upload> call = Silo.Datasets.UploadFile(cancellationToken: TimeLimit.Token);
        await call.RequestStream.WriteAsync(new UploadFileRequest
        {
            Sha256 = sha256 ?? RunningSilo.DigestOf(Guid.NewGuid().ToByteArray()),
            Size = size,
            Offset = offset,
            Data = ByteString.CopyFrom(new byte[length]),
        }, TimeLimit.Token);
        Fault fault = await Fault.Of(() => call.ResponseAsync);
        Assert.Equal((code, reason), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task An_empty_file_is_a_file_too()
    {
        Upload upload = await Silo.Upload([]);
        Assert.Equal((0, true), (upload.Received, upload.Complete));
    }

    [Fact]
    public async Task A_dataset_is_made_shown_listed_and_removed()
    {
        Dataset made = await Silo.Push("shown/table", false, ("table.csv", Table));
        Assert.Equal(["text", "label"], made.Source.Columns.Select(column => column.Name));
        Assert.Equal(made, await Silo.Datasets.GetDatasetAsync(new GetDatasetRequest { Name = "shown/table" }, cancellationToken: TimeLimit.Token));
        DatasetPreview preview = await Silo.Datasets.PreviewDatasetAsync(
            new PreviewDatasetRequest { Name = "shown/table", Rows = 1 }, cancellationToken: TimeLimit.Token);
        Assert.Equal(["ann", "ham"], Assert.Single(preview.Rows).Fields);
        Assert.Contains(made, await List());

        await Silo.Datasets.DeleteDatasetAsync(new DeleteDatasetRequest { Name = "shown/table" }, cancellationToken: TimeLimit.Token);

        Assert.DoesNotContain(made, await List());
        Fault fault = await Fault.Of(Silo.Datasets.GetDatasetAsync(new GetDatasetRequest { Name = "shown/table" }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.NotFound, "DATASET_NOT_FOUND"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task A_name_keeps_its_content_unless_it_is_replaced()
    {
        Dataset first = await Silo.Push("kept", false, ("a.csv", Table));
        Assert.Equal(first, await Silo.Push("kept", false, ("a.csv", Table)));

        Fault fault = await Fault.Of(() => Silo.Push("kept", false, ("a.csv", Table + "carl,ham\n")));
        Assert.Equal((StatusCode.AlreadyExists, "DATASET_EXISTS"), (fault.Code, fault.Reason));
        Assert.Contains("--replace", fault.Sentence, StringComparison.Ordinal);

        Dataset second = await Silo.Push("kept", true, ("a.csv", Table + "carl,ham\n"));
        Assert.NotEqual(first.Source, second.Source);
        Assert.Equal(second, await Silo.Datasets.GetDatasetAsync(new GetDatasetRequest { Name = "kept" }, cancellationToken: TimeLimit.Token));
    }

    [Fact]
    public async Task Files_that_were_not_uploaded_to_their_end_make_no_dataset()
    {
        byte[] content = RandomNumberGenerator.GetBytes(1000);
        await Silo.Upload(content, end: 400);
        var request = new CreateDatasetRequest
        {
            Name = "half",
            Files = { new DatasetFile { Name = "half.csv", Size = 1000, Sha256 = RunningSilo.DigestOf(content) } },
        };
        Fault fault = await Fault.Of(Silo.Datasets.CreateDatasetAsync(request, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.FailedPrecondition, "UPLOAD_INCOMPLETE"), (fault.Code, fault.Reason));
        Assert.Equal("the file 'half.csv' was not uploaded, or not to its end", fault.Sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("builtin/mine")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a b")]
    public async Task A_name_follows_the_rule(string name)
    {
        Fault fault = await Fault.Of(() => Silo.Push(name, false, ("a.csv", Table)));
        Assert.Equal((StatusCode.InvalidArgument, "name"), (fault.Code, Assert.Single(fault.Violations).Field));
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("")]
    [InlineData("..")]
    public async Task A_file_has_a_name_without_folders(string name)
    {
        Fault fault = await Fault.Of(() => Silo.Push("named", false, (name, Table)));
        Assert.Equal((StatusCode.InvalidArgument, "files[0].name"), (fault.Code, Assert.Single(fault.Violations).Field));
    }

    [Fact]
    public async Task A_job_keeps_the_content_that_its_name_stood_for()
    {
        Dataset pushed = await Silo.Push("of-a-job", false, ("a.csv", Records("one")));
        Job before = await Silo.Create(Spec("of-a-job"));
        await Silo.Push("of-a-job", true, ("a.csv", Records("two")));
        await Silo.Watch(before.Id);

        Job after = await Silo.Get(before.Id);
        Assert.Equal(Job.Types.State.Succeeded, after.State);
        Assert.Equal(pushed.Source, after.ResolvedSpec.Data.Source);
        Assert.Null(after.Spec.Data.Source);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_with_names_that_are_near()
    {
        await Silo.Push("sms-spam", false, ("a.csv", Table));
        Fault fault = await Fault.Of(() => Silo.Create(Spec("sms-spamm")));
        Assert.Equal([("data.dataset", "There is no dataset 'sms-spamm'; did you mean sms-spam?")], fault.Violations);
    }

    [Fact]
    public async Task Nobody_but_the_server_says_what_a_dataset_consists_of()
    {
        JobSpec spec = Spec("builtin/language-names");
        spec.Data.Source = new DatasetSource();
        Fault fault = await Fault.Of(() => Silo.Create(spec));
        Assert.Contains(("data.source", "Is filled in by the server; say only data.dataset."), fault.Violations);
    }

    /// <summary>Enough records of two classes to train on.</summary>
    internal static string Records(string word) =>
        "text,label\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{word}{i},{(i % 2 == 0 ? "even" : "odd")}\n"));

    /// <summary>A small spec on a stored dataset.</summary>
    internal static JobSpec Spec(string dataset, int gate = 2)
    {
        JobSpec spec = SharedSilo.Spec("stored", gate);
        spec.Data = new DataSpec { Dataset = dataset };
        spec.Training.BatchSize = 32;
        // As many classes as the data has.
        spec.Model.Layers[^1].Dense = new DenseLayer();
        return spec;
    }

    private string PathOf(string sha256) => Path.Combine(Silo.Data, "blobs", sha256[..2], sha256[2..]);

    private async Task<Upload> State(string sha256) =>
        await Silo.Datasets.GetUploadAsync(new GetUploadRequest { Sha256 = sha256 }, cancellationToken: TimeLimit.Token);

    private async Task<List<Dataset>> List()
    {
        var all = new List<Dataset>();
        var request = new ListDatasetsRequest { PageSize = 1 };
        do
        {
            ListDatasetsResponse page = await Silo.Datasets.ListDatasetsAsync(request, cancellationToken: TimeLimit.Token);
            Assert.InRange(page.Datasets.Count, 0, 1);
            all.AddRange(page.Datasets);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }
}
