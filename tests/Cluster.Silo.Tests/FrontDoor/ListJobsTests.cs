using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class ListJobsTests(SharedSilo shared)
{
    [Fact]
    public async Task Pages_stay_right_while_jobs_are_added_between_them()
    {
        await using RunningSilo silo = await RunningSilo.Start();
        int gate = silo.Gates.NewGate();
        var made = new List<string>();
        for (int i = 0; i < 5; i++) made.Add((await silo.Create(SharedSilo.Spec($"job-{i}", gate))).Id);

        ListJobsResponse first = await List(silo, 2, "");
        string added = (await silo.Create(SharedSilo.Spec("added", gate))).Id;
        ListJobsResponse second = await List(silo, 2, first.NextPageToken);
        ListJobsResponse third = await List(silo, 2, second.NextPageToken);

        Assert.Equal(Enumerable.Reverse(made), first.Jobs.Concat(second.Jobs).Concat(third.Jobs).Select(job => job.Id));
        Assert.Single(third.Jobs);
        Assert.Equal("", third.NextPageToken);
        Assert.Equal(added, (await List(silo, 0, "")).Jobs[0].Id);
        Assert.Equal("", (await List(silo, 6, "")).NextPageToken);
        Assert.Equal(6, (await List(silo, int.MaxValue, "")).Jobs.Count);
    }

    [Fact]
    public async Task A_cluster_without_jobs_lists_none()
    {
        await using RunningSilo silo = await RunningSilo.Start();
        Assert.Equal(new ListJobsResponse(), await List(silo, 0, ""));
        Assert.Equal(new ListModelsResponse(), await silo.Models.ListModelsAsync(new ListModelsRequest(), cancellationToken: TimeLimit.Token));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!")]
    [InlineData("ZW5kOi0x")]
    [InlineData("ZW5kOg==")]
    [InlineData("ZW5kOjk5OTk5OTk5OTk5OTk5")]
    public async Task A_token_comes_from_an_earlier_page(string token)
    {
        Fault jobs = await Fault.Of(shared.Silo.Jobs.ListJobsAsync(new ListJobsRequest { PageToken = token }, cancellationToken: TimeLimit.Token));
        Fault models = await Fault.Of(shared.Silo.Models.ListModelsAsync(new ListModelsRequest { PageToken = token }, cancellationToken: TimeLimit.Token));
        foreach (Fault fault in new[] { jobs, models })
        {
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (fault.Code, fault.Reason));
            Assert.Equal([("page_token", "is not a token of an earlier page")], fault.Violations);
        }
    }

    [Fact]
    public async Task A_page_size_is_not_negative()
    {
        Fault fault = await Fault.Of(shared.Silo.Jobs.ListJobsAsync(new ListJobsRequest { PageSize = -1 }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.InvalidArgument, "page_size: must not be negative"), (fault.Code, fault.Sentence));
    }

    private static async Task<ListJobsResponse> List(RunningSilo silo, int size, string token) =>
        await silo.Jobs.ListJobsAsync(new ListJobsRequest { PageSize = size, PageToken = token }, cancellationToken: TimeLimit.Token);
}
