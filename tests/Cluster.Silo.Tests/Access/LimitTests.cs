using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Silo.Tests.Access;

public sealed class LimitTests
{
    [Fact]
    public async Task Calls_above_the_limit_are_exhausted_and_say_when_to_try_again()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = await guarded.Secret(AccessKey.Types.Scope.Viewer, new KeyLimits { RequestsPerSecond = 1 });
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (int i = 0; i < 1000; i++) await guarded.Jobs(secret).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        });
        Assert.Equal("TOO_MANY_REQUESTS", Fault.Of(refusal).Reason);
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Equal("your key may make 1 calls a second", refusal.Status.Detail);
        Assert.InRange(refusal.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan().TotalSeconds, 0.001, 2);
        // Limits are the caller's own.
        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task Jobs_above_the_limit_wait_for_others_to_end()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = await guarded.Secret(AccessKey.Types.Scope.Submitter, new KeyLimits { RunningJobs = 1 });
        JobSpec held = Held(guarded);
        Job first = await guarded.Jobs(secret).CreateJobAsync(new CreateJobRequest { Spec = held }, cancellationToken: TimeLimit.Token);
        Fault fault = await Fault.Of(guarded.Jobs(secret).CreateJobAsync(new CreateJobRequest { Spec = held }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_JOBS"), (fault.Code, fault.Reason));
        Assert.Equal("your key may have 1 jobs that have not ended, and has as many", fault.Sentence);

        await guarded.Jobs(secret).CancelJobAsync(new CancelJobRequest { Id = first.Id }, cancellationToken: TimeLimit.Token);
        await Drain(guarded, secret, first.Id);
        Job second = await guarded.Jobs(secret).CreateJobAsync(new CreateJobRequest { Spec = held }, cancellationToken: TimeLimit.Token);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Uploads_above_the_limit_are_exhausted_and_what_arrived_is_kept()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = await guarded.Secret(AccessKey.Types.Scope.Submitter, new KeyLimits { UploadBytesPerDay = 512 * 1024 });
        byte[] content = new byte[2 << 20];
        string sha256 = RunningSilo.DigestOf(content);
        using AsyncClientStreamingCall<UploadFileRequest, Upload> call = guarded.Datasets(secret).UploadFile(cancellationToken: TimeLimit.Token);
        try
        {
            for (int at = 0; at < content.Length; at += 128 * 1024)
            {
                var piece = new UploadFileRequest { Sha256 = sha256, Size = content.Length, Offset = at, Data = ByteString.CopyFrom(content, at, 128 * 1024) };
                await call.RequestStream.WriteAsync(piece, TimeLimit.Token);
            }
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The server has answered already.
        }

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_UPLOADS"), (refusal.StatusCode, Fault.Of(refusal).Reason));
        Assert.NotNull(refusal.GetRpcStatus()!.GetDetail<RetryInfo>());
        Upload state = await guarded.Datasets(secret).GetUploadAsync(new GetUploadRequest { Sha256 = sha256 }, cancellationToken: TimeLimit.Token);
        Assert.InRange(state.Received, 128 * 1024, 512 * 1024);
    }

    [Fact]
    public async Task Small_uploads_count_as_well()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = await guarded.Secret(AccessKey.Types.Scope.Submitter, new KeyLimits { UploadBytesPerDay = 128 * 1024 });
        await Upload(guarded, secret, "text,label\na,b\n"u8.ToArray());
        await Upload(guarded, secret, "text,label\nc,d\n"u8.ToArray());
        Fault fault = await Fault.Of(() => Upload(guarded, secret, "text,label\ne,f\n"u8.ToArray()));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_UPLOADS"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task Only_whoever_made_a_job_or_dataset_changes_it_and_administrators()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string mine = await guarded.Secret(AccessKey.Types.Scope.Submitter), other = await guarded.Secret(AccessKey.Types.Scope.Submitter);
        Job job = await guarded.Jobs(mine).CreateJobAsync(new CreateJobRequest { Spec = Held(guarded) }, cancellationToken: TimeLimit.Token);
        Fault cancel = await Fault.Of(guarded.Jobs(other).CancelJobAsync(new CancelJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.PermissionDenied, "NOT_YOURS"), (cancel.Code, cancel.Reason));
        Assert.Equal("NOT_YOURS", (await Fault.Of(guarded.Jobs(other).PauseJobAsync(new PauseJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token))).Reason);
        Assert.Equal("NOT_YOURS", (await Fault.Of(guarded.Jobs(other).ResumeJobAsync(new ResumeJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token))).Reason);
        await guarded.Jobs(guarded.AdminKey).CancelJobAsync(new CancelJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);

        await Push(guarded, mine, "text,label\na,b\n", replace: false);
        await Push(guarded, other, "text,label\na,b\n", replace: false);
        Assert.Equal("NOT_YOURS", (await Fault.Of(() => Push(guarded, other, "text,label\nc,d\n", replace: true))).Reason);
        Fault removal = await Fault.Of(guarded.Datasets(other).DeleteDatasetAsync(new DeleteDatasetRequest { Name = "mine" }, cancellationToken: TimeLimit.Token));
        Assert.Equal("NOT_YOURS", removal.Reason);
        await Push(guarded, mine, "text,label\nc,d\n", replace: true);
        await guarded.Datasets(mine).DeleteDatasetAsync(new DeleteDatasetRequest { Name = "mine" }, cancellationToken: TimeLimit.Token);
        // The name is free again, and belongs to whoever takes it.
        await Push(guarded, other, "text,label\na,b\n", replace: false);
        await guarded.Datasets(other).DeleteDatasetAsync(new DeleteDatasetRequest { Name = "mine" }, cancellationToken: TimeLimit.Token);
    }

    /// <summary>A job that waits before a gate until it is cancelled.</summary>
    private static JobSpec Held(GuardedSilo guarded) => SharedSilo.Spec("held", guarded.Silo.Gates.NewGate());

    private static async Task Drain(GuardedSilo guarded, string secret, string job)
    {
        using AsyncServerStreamingCall<JobEvent> call = guarded.Jobs(secret).WatchJob(new WatchJobRequest { Id = job }, cancellationToken: TimeLimit.Token);
        await foreach (JobEvent _ in call.ResponseStream.ReadAllAsync(TimeLimit.Token)) continue;
    }

    private static async Task Push(GuardedSilo guarded, string secret, string csv, bool replace)
    {
        byte[] content = System.Text.Encoding.UTF8.GetBytes(csv);
        string sha256 = await Upload(guarded, secret, content);
        var file = new DatasetFile { Name = "a.csv", Size = content.Length, Sha256 = sha256 };
        var request = new CreateDatasetRequest { Name = "mine", Files = { file }, Replace = replace };
        await guarded.Datasets(secret).CreateDatasetAsync(request, cancellationToken: TimeLimit.Token);
    }

    private static async Task<string> Upload(GuardedSilo guarded, string secret, byte[] content)
    {
        string sha256 = RunningSilo.DigestOf(content);
        using AsyncClientStreamingCall<UploadFileRequest, Upload> call = guarded.Datasets(secret).UploadFile(cancellationToken: TimeLimit.Token);
        await call.RequestStream.WriteAsync(new UploadFileRequest { Sha256 = sha256, Size = content.Length, Data = ByteString.CopyFrom(content) }, TimeLimit.Token);
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
        return sha256;
    }
}
