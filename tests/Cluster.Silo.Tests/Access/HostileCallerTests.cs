using System.Net;
using System.Net.Sockets;
using System.Text;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.Access;

public sealed class HostileCallerTests
{
    /// <summary>What a connection of HTTP/2 begins with, and its empty SETTINGS.</summary>
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// <summary>HEADERS of stream 1 with one byte, and without the flag that they end here.</summary>
    private static readonly byte[] EndlessHeaders = [0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];

    [Fact]
    public async Task A_caller_whose_headers_never_end_is_cut_off()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(access => access.Limits.HeaderSeconds = 1);
        using TcpClient caller = await Connect(guarded);
        await caller.GetStream().WriteAsync((byte[])[.. Preface, .. EndlessHeaders], TimeLimit.Token);
        await AssertClosed(caller);
        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task Connections_above_the_limit_are_closed_and_those_below_are_served()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(access => access.Limits.Connections = 2);
        // This one holds the first place.
        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        using TcpClient second = await Connect(guarded);
        await second.GetStream().WriteAsync(Preface, TimeLimit.Token);
        Assert.True(await second.GetStream().ReadAsync(new byte[1], TimeLimit.Token) > 0);
        using var third = new TcpClient();
        try
        {
            await third.ConnectAsync(IPEndPoint.Parse(guarded.Silo.Channel.Target), TimeLimit.Token);
            await AssertClosed(third);
        }
        catch (SocketException error)
        {
            Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        }

        await guarded.Jobs(guarded.AdminKey).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task A_message_above_four_megabytes_is_refused()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        var request = new CreateJobRequest { Spec = SharedSilo.Spec(new string('a', 5 << 20)) };
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await guarded.Jobs(guarded.AdminKey).CreateJobAsync(request, cancellationToken: TimeLimit.Token));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task Names_that_lead_out_of_the_data_directory_find_nothing_and_leave_nothing()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = guarded.AdminKey;
        string[] before = Directory.GetFileSystemEntries(Path.GetDirectoryName(guarded.Silo.Data)!);
        foreach (string name in (string[])["../escape", "..", "/etc/passwd", "a/../../escape", "%2e%2e/escape", "a\0b"])
        {
            Assert.Equal("JOB_NOT_FOUND", (await Fault.Of(guarded.Jobs(secret).GetJobAsync(new GetJobRequest { Id = name }, cancellationToken: TimeLimit.Token))).Reason);
            var creation = new CreateDatasetRequest { Name = name, Files = { new DatasetFile { Name = "a.csv", Sha256 = new string('0', 64) } } };
            Assert.Equal("INVALID_ARGUMENT", (await Fault.Of(guarded.Datasets(secret).CreateDatasetAsync(creation, cancellationToken: TimeLimit.Token))).Reason);
            Assert.Equal(
                "DATASET_NOT_FOUND",
                (await Fault.Of(guarded.Datasets(secret).DeleteDatasetAsync(new DeleteDatasetRequest { Name = name }, cancellationToken: TimeLimit.Token))).Reason);
            Assert.Equal("INVALID_ARGUMENT", (await Fault.Of(guarded.Datasets(secret).GetUploadAsync(new GetUploadRequest { Sha256 = name }, cancellationToken: TimeLimit.Token))).Reason);
            var file = new DatasetFile { Name = name, Sha256 = new string('0', 64) };
            if (name.Contains('/') || name is "..")
                Assert.Equal(
                    "files[0].name: must be a file's name without folders",
                    (await Fault.Of(guarded.Datasets(secret).CreateDatasetAsync(new CreateDatasetRequest { Name = "fine", Files = { file } }, cancellationToken: TimeLimit.Token))).Sentence);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(Path.GetDirectoryName(guarded.Silo.Data)!).Except(before), path => path.Contains("escape", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_port_of_the_data_plane_serves_no_front_door_and_the_other_way_round()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string dataPlane = ((Cluster.Grains.Workers.SiloIdentity)guarded.Silo.Services.GetService(typeof(Cluster.Grains.Workers.SiloIdentity))!).DataPlane;
        using var client = new HttpClient();
        using HttpResponseMessage front = await client.PostAsync(new Uri($"{dataPlane}/cluster.v1.JobService/ListJobs"), null, TimeLimit.Token);
        Assert.NotEqual(HttpStatusCode.OK, front.StatusCode);
        // The host that a caller names does not open the other port's services.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{guarded.Silo.Channel.Target}/blobs/{new string('0', 64)}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = new Uri(dataPlane).Authority;
        request.Headers.Add("x-cluster-token", File.ReadAllText(Path.Combine(guarded.Silo.Data, "data-plane.token")));
        using HttpResponseMessage back = await client.SendAsync(request, TimeLimit.Token);
        Assert.Equal(HttpStatusCode.NotFound, back.StatusCode);
    }

    private static async Task<TcpClient> Connect(GuardedSilo guarded)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(guarded.Silo.Channel.Target), TimeLimit.Token);
        return client;
    }

    // By an end or by a reset, but within the limit.
    private static async Task AssertClosed(TcpClient client)
    {
        byte[] buffer = new byte[1024];
        CancellationToken limit = TimeLimit.Token;
        try
        {
            while (await client.GetStream().ReadAsync(buffer, limit) > 0) continue;
        }
        catch (IOException)
        {
            // A reset.
        }

        Assert.False(limit.IsCancellationRequested, Encoding.ASCII.GetString(buffer));
    }
}
