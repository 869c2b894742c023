using System.Security.Cryptography;
using Cluster.Grains.Jobs;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Runs;
using Cluster.Training.Specs;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.FrontDoor;

/// <summary>The public JobService: checks what comes in and passes it on to grains.</summary>
internal sealed class JobFrontDoor(
    IGrainFactory grains, JobEventStream events, DatasetSources sources, BlobStore blobs, BlobFetcher fetcher) : JobService.JobServiceBase
{
    /// <summary>No job has a longer id; a grain is made for every other one that is asked for.</summary>
    internal const int LongestId = 100;

    private const long MostReplayedSteps = 1000;

    public override async Task<Job> CreateJob(CreateJobRequest request, ServerCallContext context)
    {
        string requestId = RequestId(request);
        JobSpec resolved = await Resolve(request.Spec, context.CancellationToken);
        await InitialModel.FillIn(resolved, grains);
        if (request.ValidateOnly) return new Job { Spec = request.Spec, ResolvedSpec = resolved };
        CreateResult created = await Directory.Create(request.Spec, resolved, requestId);
        return created.Job ?? throw Errors.RequestReused(request.RequestId);
    }

    public override async Task<Job> GetJob(GetJobRequest request, ServerCallContext context) =>
        await Coordinator(request.Id).Get() ?? throw Errors.JobNotFound(request.Id);

    public override async Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        JobPage page = await Directory.List(PageToken.Read(request.PageToken), PageToken.Size(request.PageSize));
        Job?[] jobs = await Task.WhenAll(page.Ids.Select(Readable));
        var response = new ListJobsResponse { NextPageToken = PageToken.Write(page.End) };
        response.Jobs.Add(jobs.OfType<Job>());
        return response;
    }

    public override async Task<Job> CancelJob(CancelJobRequest request, ServerCallContext context)
    {
        Job job = await Coordinator(request.Id).Cancel() ?? throw Errors.JobNotFound(request.Id);
        return JobView.IsFinal(job.State) && job.State != Job.Types.State.Cancelled ? throw Errors.JobEnded(job.Id, $"{job.State}") : job;
    }

    public override async Task<Job> PauseJob(PauseJobRequest request, ServerCallContext context)
    {
        ChangeResult result = await Coordinator(request.Id).Pause() ?? throw Errors.JobNotFound(request.Id);
        return result.Accepted ? result.Job : throw Errors.JobEnded(request.Id, $"{result.Job.State}");
    }

    public override async Task<Job> ResumeJob(ResumeJobRequest request, ServerCallContext context)
    {
        ChangeResult result = await Coordinator(request.Id).Resume() ?? throw Errors.JobNotFound(request.Id);
        if (result.Accepted) return result.Job;
        throw JobView.IsFinal(result.Job.State)
            ? Errors.JobEnded(request.Id, $"{result.Job.State}")
            : Errors.JobNotPaused(request.Id, $"{result.Job.State}".ToUpperInvariant());
    }

    public override async Task<ReplayedStep> ReplayStep(ReplayStepRequest request, ServerCallContext context)
    {
        if (request.Step < 1) throw Errors.Argument("step", "must be at least 1");
        if (request.MaxSteps < 0) throw Errors.Argument("max_steps", "must not be negative");
        long most = request.MaxSteps == 0 ? MostReplayedSteps : request.MaxSteps;
        ReplayResult result = await Coordinator(request.Id).Replay(request.Step, most, context.CancellationToken) ?? throw Errors.JobNotFound(request.Id);
        return result.Step ?? throw Errors.NotReplayed(result.Reason, result.Message);
    }

    public override async Task WatchJob(WatchJobRequest request, IServerStreamWriter<JobEvent> responseStream, ServerCallContext context)
    {
        if (request.AfterSequence < 0) throw Errors.Argument("after_sequence", "must not be negative");
        _ = await Coordinator(request.Id).Get() ?? throw Errors.JobNotFound(request.Id);
        await foreach (JobEvent happened in events.Follow(Coordinator(request.Id), request.AfterSequence, context.CancellationToken))
            await responseStream.WriteAsync(happened, context.CancellationToken);
    }

    public override async Task<ModelSummary> SummarizeModel(SummarizeModelRequest request, ServerCallContext context)
    {
        JobSpec resolved = await Resolve(request.Spec, context.CancellationToken);
        await RequiredFiles.Fetch(resolved, fetcher, context.CancellationToken);
        try
        {
            EncodedDataset dataset = DatasetLoader.Load(resolved, blobs);
            var network = Network.Build(resolved.Model, dataset.Shape, LossSettings.Of(resolved.Training.Loss, dataset));
            return network.Summarize();
        }
        catch (InvalidDataException error)
        {
            throw Errors.Argument("data", error.Message);
        }
    }

    // One job that cannot be read must not hide the others.
    private async Task<Job?> Readable(string id)
    {
        try
        {
            return await Coordinator(id).Get();
        }
        catch (Exception error) when (error is IOException or OrleansException or UnauthorizedAccessException or TimeoutException)
        {
            return new Job { Id = id, Reason = "JOB_UNREADABLE", Message = error.GetBaseException().Message };
        }
    }

    private IJobDirectoryGrain Directory => grains.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key);

    private ICoordinatorGrain Coordinator(string id) => id.Length switch
    {
        0 => throw Errors.Argument("id", "is missing"),
        > LongestId => throw Errors.JobNotFound(id),
        _ => grains.GetGrain<ICoordinatorGrain>(id),
    };

    // One UUID can be written in several ways. With one, asking the directory again makes no second job.
    private static string RequestId(CreateJobRequest request) =>
        request.RequestId.Length == 0 ? Guid.NewGuid().ToString()
        : Guid.TryParse(request.RequestId, out Guid id) ? id.ToString()
        : throw Errors.Argument("request_id", "must be a UUID or empty");

    private async Task<JobSpec> Resolve(JobSpec? spec, CancellationToken cancel)
    {
        if (spec is null) throw Errors.Argument("spec", "is missing");
        (JobSpec filled, IReadOnlyList<Violation> missing) = await sources.FillIn(spec, cancel);
        // What is said about a dataset's name is not said twice.
        Violation[] violations = [.. missing, .. SpecValidator.Validate(filled).ExceptBy(missing.Select(one => one.Field), one => one.Field)];
        if (violations.Length > 0) throw Errors.InvalidSpec(violations);
        return SpecDefaults.Resolve(filled, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
    }
}
