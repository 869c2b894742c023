using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

/// <summary>What a caller is told when the silo's disk is not as it was left.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private RunningSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await RunningSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_model_file_that_was_cut_short_is_told_and_nothing_of_it_is_sent()
    {
        (Job job, ModelFile weights, string path) = await TrainedWeights();
        byte[] whole = await File.ReadAllBytesAsync(path, TimeLimit.Token);
        await File.WriteAllBytesAsync(path, whole[..^1], TimeLimit.Token);

        Fault download = await Fault.Of(Download(job.Id, weights.Name));
        Assert.Equal((StatusCode.DataLoss, "MODEL_DAMAGED"), (download.Code, download.Reason));
        Assert.Equal($"model '{job.Id}' cannot be used: its file model.safetensors is not whole", download.Sentence);
        Fault predict = await Fault.Of(Predict(job.Id));
        Assert.Equal((StatusCode.DataLoss, "MODEL_DAMAGED"), (predict.Code, predict.Reason));
        Assert.StartsWith($"model '{job.Id}' cannot be used: model.safetensors of the model", predict.Sentence, StringComparison.Ordinal);

        // Put back, for example from a backup, it is used again.
        await File.WriteAllBytesAsync(path, whole, TimeLimit.Token);
        Assert.Equal(whole, await _silo.Download(job.Id, weights.Name));
        Assert.Single((await Predict(job.Id)).Predictions);
    }

    [Fact]
    public async Task A_model_file_that_is_missing_is_told()
    {
        (Job job, ModelFile weights, string path) = await TrainedWeights();
        File.Delete(path);
        Fault download = await Fault.Of(Download(job.Id, weights.Name));
        Assert.Equal((StatusCode.DataLoss, "MODEL_DAMAGED"), (download.Code, download.Reason));
        Assert.Equal($"model '{job.Id}' cannot be used: its file model.safetensors is missing", download.Sentence);
        Assert.Equal("MODEL_DAMAGED", (await Fault.Of(Predict(job.Id))).Reason);
    }

    [Fact]
    public async Task Flipped_bits_never_make_a_prediction()
    {
        (Job job, _, string path) = await TrainedWeights();
        byte[] content = await File.ReadAllBytesAsync(path, TimeLimit.Token);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(path, content, TimeLimit.Token);
        Assert.Equal("MODEL_DAMAGED", (await Fault.Of(Predict(job.Id))).Reason);
    }

    [Theory]
    [InlineData("state/directory")]
    [InlineData("state/job")]
    [InlineData("jobs")]
    public async Task A_disk_that_cannot_be_written_is_told_and_the_same_request_works_later(string folder)
    {
        // A file in the place of the directory keeps even root from writing below it.
        string path = Path.Combine(_silo.Data, folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "", TimeLimit.Token);
        var request = new CreateJobRequest { Spec = SharedSilo.Spec("stored"), RequestId = Guid.NewGuid().ToString() };

        Fault fault = await Fault.Of(_silo.Jobs.CreateJobAsync(request, cancellationToken: TimeLimit.Token));

        Assert.Equal((StatusCode.Unavailable, "STORAGE_FAILED"), (fault.Code, fault.Reason));
        Assert.StartsWith("the cluster cannot use its storage: ", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(path, fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(_silo.Logs.All, line => line.Contains("CreateJob could not be answered", StringComparison.Ordinal));

        File.Delete(path);
        Job job = await _silo.Jobs.CreateJobAsync(request, cancellationToken: TimeLimit.Token);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_silo.Data, "state", "directory"), "*.bin"));
        Assert.Equal(Job.Types.State.Succeeded, (await _silo.Watch(job.Id))[^1].StateChanged.State);
        ListJobsResponse jobs = await _silo.Jobs.ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        Assert.Equal(job.Id, Assert.Single(jobs.Jobs).Id);
    }

    [Fact]
    public async Task A_job_goes_on_while_its_record_cannot_be_written()
    {
        int gate = _silo.Gates.NewGate();
        Job job = await _silo.Create(SharedSilo.Spec("unrecorded", gate));
        await _silo.Until(job.Id, e => e.StateChanged?.State == Job.Types.State.Running);
        string records = Path.Combine(_silo.Data, "state", "job");
        Directory.Move(records, $"{records}-away");
        await File.WriteAllTextAsync(records, "", TimeLimit.Token);

        _silo.Gates.Open(gate);

        Assert.Equal(Job.Types.State.Succeeded, (await _silo.Watch(job.Id))[^1].StateChanged.State);
        Assert.Contains(_silo.Logs.All, line => line.Contains($"The record of job {job.Id} could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_whose_log_is_lost_does_not_keep_the_others_asleep_after_a_restart()
    {
        using var disk = new TemporaryDirectory();
        Job lost;
        int gate;
        await using (RunningSilo before = await RunningSilo.Start(disk))
        {
            lost = await before.Create(SharedSilo.Spec("lost", before.Gates.NewGate()));
            gate = before.Gates.NewGate();
            await before.Create(SharedSilo.Spec("other", gate));
        }

        Directory.Delete(disk[$"jobs/{lost.Id}"], recursive: true);
        await File.WriteAllTextAsync(disk[$"jobs/{lost.Id}"], "", TimeLimit.Token);
        await using RunningSilo after = await RunningSilo.Start(disk);
        // Nobody asks for the other job, and still it is trained on.
        await after.Gates.Reached(gate);
        Fault get = await Fault.Of(after.Jobs.GetJobAsync(new GetJobRequest { Id = lost.Id }, cancellationToken: TimeLimit.Token));
        Fault watch = await Fault.Of(after.Jobs.WatchJob(new WatchJobRequest { Id = lost.Id }, cancellationToken: TimeLimit.Token));
        // It does not hide the others.
        ListJobsResponse listed = await after.Jobs.ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        Assert.Equal(2, listed.Jobs.Count);
        Job unreadable = Assert.Single(listed.Jobs, job => job.Reason == "JOB_UNREADABLE");
        Assert.Equal(lost.Id, unreadable.Id);
        Assert.Contains(lost.Id, unreadable.Message, StringComparison.Ordinal);
        foreach (Fault fault in new[] { get, watch })
        {
            Assert.Equal((StatusCode.Unavailable, "STORAGE_FAILED"), (fault.Code, fault.Reason));
            Assert.Contains(lost.Id, fault.Sentence, StringComparison.Ordinal);
        }
    }

    private async Task<(Job Job, ModelFile Weights, string Path)> TrainedWeights()
    {
        Job job = await _silo.Train(SharedSilo.Spec("damaged"));
        Model model = await _silo.Models.GetModelAsync(new GetModelRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
        string sha256 = model.Files[0].Sha256;
        return (job, model.Files[0], Path.Combine(_silo.Data, "blobs", sha256[..2], sha256[2..]));
    }

    private AsyncServerStreamingCall<DownloadModelResponse> Download(string id, string file) =>
        _silo.Models.DownloadModel(new DownloadModelRequest { Id = id, File = file }, cancellationToken: TimeLimit.Token);

    private AsyncUnaryCall<PredictResponse> Predict(string id) =>
        _silo.Models.PredictAsync(new PredictRequest { Id = id, Texts = { "Anna" } }, cancellationToken: TimeLimit.Token);
}
