using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Client.Tests;

public sealed class ClusterClientTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ClusterClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new ClusterClient(ServerAddress.At(_server.Url), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_repeated_submission_has_the_same_request_id()
    {
        _server.Jobs.CreateFailures = 2;

        Job job = await _client.SubmitAsync(new JobSpec { Name = "x" }, cancel: Cancel);

        Assert.Equal("job-1", job.Id);
        Assert.Equal(3, _server.Jobs.Created.Count);
        Assert.True(Guid.TryParse(Assert.Single(_server.Jobs.Created.Select(request => request.RequestId).Distinct()), out Guid _));
    }

    [Fact]
    public async Task Violations_that_the_server_found_come_with_the_exception()
    {
        _server.Jobs.Refusal = new Google.Rpc.Status
        {
            Code = (int)Code.InvalidArgument,
            Message = "The spec has 2 errors.",
            Details =
            {
                Any.Pack(new ErrorInfo { Reason = "SPEC_INVALID", Domain = "cluster" }),
                Any.Pack(new BadRequest
                {
                    FieldViolations =
                    {
                        new BadRequest.Types.FieldViolation { Field = "training.epochs", Description = "Must be at least 1." },
                        new BadRequest.Types.FieldViolation { Field = "data.dataset", Description = "Is required." },
                    },
                }),
            },
        }.ToRpcException();

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => _client.SubmitAsync(new JobSpec(), cancel: Cancel));

        Assert.Equal((ErrorKind.Usage, "SPEC_INVALID", "The spec has 2 errors."), (error.Kind, error.Reason, error.Message));
        Assert.Equal(
            [new Violation("training.epochs", "Must be at least 1."), new Violation("data.dataset", "Is required.")], error.Violations);
    }

    [Theory]
    [InlineData(StatusCode.NotFound, ErrorKind.NotFound)]
    [InlineData(StatusCode.FailedPrecondition, ErrorKind.Usage)]
    [InlineData(StatusCode.Internal, ErrorKind.Failed)]
    [InlineData(StatusCode.ResourceExhausted, ErrorKind.Unavailable)]
    public async Task A_refusal_becomes_a_sentence_of_its_kind(StatusCode code, ErrorKind kind)
    {
        _server.Jobs.Refusal = new RpcException(new Grpc.Core.Status(code, "Because."));

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => _client.SummarizeAsync(new JobSpec(), Cancel));

        Assert.Equal((kind, "Because."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task An_unexpected_failure_of_the_server_points_to_its_log()
    {
        _server.Jobs.Refusal = new RpcException(new Grpc.Core.Status(StatusCode.Unknown, "Exception was thrown by handler."));

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => _client.SummarizeAsync(new JobSpec(), Cancel));

        Assert.Equal((ErrorKind.Failed, $"The server at {_server.Url} failed over this call; its log says why."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_server_that_is_gone_is_named()
    {
        // Nothing listens on port 1.
        using ClusterClient client = new(ServerAddress.At("http://127.0.0.1:1"), TimeProvider.System);

        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => client.GetJobAsync("job-1", Cancel));

        Assert.Equal((ErrorKind.Unavailable, "No server answers at http://127.0.0.1:1."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task All_pages_of_a_list_are_fetched()
    {
        Assert.Equal(2, (await _client.ListJobsAsync(Cancel)).Count);
    }

    [Fact]
    public async Task A_call_finds_another_silo_when_the_first_is_gone()
    {
        using SiloFolder folder = new();
        TestServer first = await TestServer.StartAsync();
        folder.Add(101, "silo-1", first.Url, Events.Noon);
        folder.Add(102, "silo-2", _server.Url, Events.Noon.AddSeconds(1));
        using ClusterClient client = new(ServerAddress.Of(folder.Directory), TimeProvider.System);
        first.Jobs.Job = new Job { Id = "job-1", Reason = "FIRST" };

        Assert.Equal("FIRST", (await client.GetJobAsync("job-1", Cancel)).Reason);
        await first.DisposeAsync();
        Assert.Equal("", (await client.GetJobAsync("job-1", Cancel)).Reason);
    }
}
