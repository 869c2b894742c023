using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class CreateJobTests(SharedSilo shared)
{
    private RunningSilo Silo => shared.Silo;

    [Fact]
    public async Task A_new_job_is_queued_and_shows_its_spec_as_given_and_resolved()
    {
        JobSpec given = SharedSilo.Spec("fresh", Silo.Gates.NewGate());
        given.Tokens = null;
        given.Training.ClearSeed();
        Job job = await Silo.Create(given);
        Assert.Matches("^fresh-[a-z2-9]{6}$", job.Id);
        Assert.Equal(given, job.Spec);
        Assert.Equal(256, job.ResolvedSpec.Tokens.MaxLength);
        Assert.True(job.ResolvedSpec.Training.HasSeed);
        Assert.True(job.State < Job.Types.State.Recovering);
        await Silo.Jobs.CancelJobAsync(new CancelJobRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task All_violations_of_a_spec_are_told_at_once_with_their_paths()
    {
        JobSpec spec = SharedSilo.Spec("Not A Name");
        spec.Task = JobSpec.Types.Task.Unspecified;
        spec.Data.Dataset = "builtin/none";
        spec.Training.Epochs = 0;
        spec.Training.Optimizer.Sgd.LearningRate = float.NaN;
        spec.Model.Layers[1].Lstm.Units = 0;
        spec.Checkpoint.KeepLast = -1;

        Fault fault = await Fault.Of(Create(spec));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_SPEC", "the spec has 7 violations"), (fault.Code, fault.Reason, fault.Sentence));
        Assert.Equal(
            ["checkpoint.keepLast", "data.dataset", "model.layers[1].lstm.units", "name", "task", "training.epochs", "training.optimizer.sgd.learningRate"],
            fault.Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        Assert.All(fault.Violations, violation => Assert.EndsWith(".", violation.Description, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Violations_without_end_still_fit_in_an_answer()
    {
        JobSpec spec = SharedSilo.Spec(new string('\u00c4', 100_000));
        for (int i = 0; i < 5000; i++) spec.Model.Layers.Insert(1, new LayerSpec { Dropout = new DropoutLayer { Rate = 7 } });

        Fault fault = await Fault.Of(Create(spec));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_SPEC"), (fault.Code, fault.Reason));
        Assert.Equal("name", fault.Violations[0].Field);
        Assert.Matches("^and [0-9]{4} more violations$", fault.Violations[^1].Description);
        Assert.InRange(fault.Violations.Sum(violation => violation.Description.Length), 1000, 10_000);
    }

    [Fact]
    public async Task A_call_without_a_spec_says_so()
    {
        Fault fault = await Fault.Of(Create(null));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT", "spec: is missing"), (fault.Code, fault.Reason, fault.Sentence));
        Assert.Equal([("spec", "is missing")], fault.Violations);
    }

    [Fact]
    public async Task A_check_returns_the_resolved_spec_and_makes_no_job()
    {
        JobSpec spec = SharedSilo.Spec("only-checked");
        spec.Training.ClearEpochs();
        Job job = await Silo.Jobs.CreateJobAsync(new CreateJobRequest { Spec = spec, ValidateOnly = true }, cancellationToken: TimeLimit.Token);
        Assert.Equal(("", Job.Types.State.Unspecified), (job.Id, job.State));
        Assert.Equal(10, job.ResolvedSpec.Training.Epochs);
        ListJobsResponse jobs = await Silo.Jobs.ListJobsAsync(new ListJobsRequest { PageSize = 1000 }, cancellationToken: TimeLimit.Token);
        Assert.DoesNotContain(jobs.Jobs, listed => listed.Spec.Name == "only-checked");
    }

    [Fact]
    public async Task A_repeated_request_returns_the_job_it_made()
    {
        JobSpec spec = SharedSilo.Spec("repeated");
        spec.Training.ClearSeed();
        var id = Guid.NewGuid();
        Job job = await Create(spec, id.ToString());
        Job again = await Create(spec, id.ToString("B").ToUpperInvariant());
        Assert.Equal(job.Id, again.Id);
        Assert.Equal(job.ResolvedSpec.Training.Seed, again.ResolvedSpec.Training.Seed);
        Job other = await Create(spec, Guid.NewGuid().ToString());
        Assert.NotEqual(job.Id, other.Id);
    }

    [Fact]
    public async Task Requests_that_are_repeated_at_the_same_moment_make_one_job()
    {
        JobSpec spec = SharedSilo.Spec("at-once");
        string id = Guid.NewGuid().ToString();
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create(spec, id).ResponseAsync));
        Assert.Single(jobs.Select(job => job.Id).Distinct());
    }

    [Fact]
    public async Task A_request_id_is_not_used_for_another_spec()
    {
        string id = Guid.NewGuid().ToString();
        await Create(SharedSilo.Spec("reused"), id);
        Fault fault = await Fault.Of(Create(SharedSilo.Spec("reused-not"), id));
        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (fault.Code, fault.Reason));
        Assert.Equal($"request id '{id}' was used for another spec", fault.Sentence);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("not-a-uuid")]
    public async Task A_request_id_is_a_UUID(string id)
    {
        Fault fault = await Fault.Of(Create(SharedSilo.Spec("never"), id));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (fault.Code, fault.Reason));
        Assert.Equal([("request_id", "must be a UUID or empty")], fault.Violations);
    }

    private AsyncUnaryCall<Job> Create(JobSpec? spec, string requestId = "") =>
        Silo.Jobs.CreateJobAsync(new CreateJobRequest { Spec = spec, RequestId = requestId }, cancellationToken: TimeLimit.Token);
}
