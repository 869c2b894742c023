using System.Collections.Concurrent;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client.Tests.Servers;

/// <summary>A job service that knows one job and says what a test wants.</summary>
internal sealed class TestJobs : JobService.JobServiceBase
{
    /// <summary>The only job; its id is that of every created job.</summary>
    public Job Job { get; set; } = new() { Id = "job-1", State = Job.Types.State.Running };

    /// <summary>What CreateJob was asked.</summary>
    public ConcurrentQueue<CreateJobRequest> Created { get; } = new();

    /// <summary>What WatchJob was asked.</summary>
    public ConcurrentQueue<WatchJobRequest> Watches { get; } = new();

    /// <summary>How many times CreateJob is unavailable before it answers.</summary>
    public int CreateFailures { get; set; }

    /// <summary>Thrown by CreateJob, GetJob and SummarizeModel if set.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>Writes the stream of each watch; the number counts watches from 1.</summary>
    public Func<int, IServerStreamWriter<JobEvent>, ServerCallContext, Task> OnWatch { get; set; } = (_, _, _) => Task.CompletedTask;

    public override Task<Job> CreateJob(CreateJobRequest request, ServerCallContext context)
    {
        Created.Enqueue(request);
        if (Created.Count <= CreateFailures)
            throw new RpcException(new Status(StatusCode.Unavailable, "starting"));
        return Refusal is null ? Task.FromResult(Job) : throw Refusal;
    }

    public override Task<Job> GetJob(GetJobRequest request, ServerCallContext context) => request.Id == Job.Id
        ? Task.FromResult(Job)
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no job {request.Id}."));

    public override Task<Job> PauseJob(PauseJobRequest request, ServerCallContext context) => Refusal is null
        ? Task.FromResult(new Job { Id = request.Id, State = Job.Types.State.Pausing })
        : throw Refusal;

    public override Task<Job> ResumeJob(ResumeJobRequest request, ServerCallContext context) => Refusal is null
        ? Task.FromResult(new Job { Id = request.Id, State = Job.Types.State.Queued })
        : throw Refusal;

    public override Task<ReplayedStep> ReplayStep(ReplayStepRequest request, ServerCallContext context) => Task.FromResult(new ReplayedStep
    {
        Step = request.Step,
        FromStep = request.Step == 7 ? 0 : 100,
        Loss = 0.1 + 0.2,
        GradientNorm = 1.5,
        Logged = new StepCompleted { Step = request.Step, Loss = request.Step == 7 ? 0.1 + 0.2 : 0.3, GradientNorm = 1.5 },
        Equal = request.Step == 7,
        Worker = "s1-ab12",
        Seconds = 1.84,
    });

    public override Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListJobsResponse { Jobs = { Job }, NextPageToken = request.PageToken.Length == 0 ? "2" : "" });

    public override Task WatchJob(WatchJobRequest request, IServerStreamWriter<JobEvent> responseStream, ServerCallContext context)
    {
        if (request.Id != Job.Id)
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no job {request.Id}."));
        Watches.Enqueue(request);
        return OnWatch(Watches.Count, responseStream, context);
    }

    public override Task<ModelSummary> SummarizeModel(SummarizeModelRequest request, ServerCallContext context) => Refusal is null
        ? Task.FromResult(new ModelSummary
        {
            Layers =
            {
                new LayerSummary { Name = "embedding", Kind = "Embedding", OutputShape = "[B, T, 64]", Parameters = 6400 },
                new LayerSummary { Name = "dense", Kind = "Dense", OutputShape = "[B, 20]", Parameters = 1300 },
            },
            Parameters = 7700,
        })
        : throw Refusal;
}
