using System.Globalization;
using System.Net;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Access;
using Cluster.Silo.Tests.Certificates;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;

namespace Cluster.Silo.Tests.Rest;

public sealed class RestAccessTests
{
    [Fact]
    public async Task Scopes_hold_for_REST_as_they_do_for_gRPC()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(restPort: 0);
        using var stranger = new RestCaller(guarded.Silo.Rest!);
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_MISSING"), await ReasonOf(stranger, HttpMethod.Get, "/v1/jobs"));
        // What is misspelt is told to callers only.
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_MISSING"), await ReasonOf(stranger, HttpMethod.Post, "/v1/jobs", """{"bogus": 1}"""));
        using var wrong = new RestCaller(guarded.Silo.Rest!, "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_REFUSED"), await ReasonOf(wrong, HttpMethod.Get, "/v1/jobs"));

        using var viewer = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Viewer));
        await viewer.Good(HttpMethod.Get, "/v1/jobs");
        Assert.Equal((HttpStatusCode.Forbidden, "SCOPE_TOO_SMALL"), await ReasonOf(viewer, HttpMethod.Post, "/v1/jobs", "{}"));
        using var submitter = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Submitter));
        // The door lets it in, the spec is what is wrong.
        Assert.Equal(HttpStatusCode.BadRequest, (await submitter.Send(HttpMethod.Post, "/v1/jobs", "{}")).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "SCOPE_TOO_SMALL"), await ReasonOf(submitter, HttpMethod.Get, "/v1/keys"));
        using var admin = new RestCaller(guarded.Silo.Rest!, guarded.AdminKey);
        await admin.Good(HttpMethod.Get, "/v1/keys");
        // The description of the API is as public as the protos are.
        Assert.Equal(HttpStatusCode.OK, (await stranger.Send(HttpMethod.Get, "/openapi/v1.json")).Status);
    }

    [Fact]
    public async Task Limits_and_owners_hold_for_REST_as_they_do_for_gRPC()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(restPort: 0);
        using var eager = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Viewer, new KeyLimits { RequestsPerSecond = 1 }));
        (HttpStatusCode Status, string Text) answer;
        do answer = await eager.Send(HttpMethod.Get, "/v1/jobs");
        while (answer.Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Contains("google.rpc.RetryInfo", answer.Text, StringComparison.Ordinal);

        string mine = await guarded.Secret(AccessKey.Types.Scope.Submitter);
        Job job = await guarded.Jobs(mine).CreateJobAsync(
            new CreateJobRequest { Spec = SharedSilo.Spec("held", guarded.Silo.Gates.NewGate()) }, cancellationToken: TimeLimit.Token);
        using var other = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Submitter));
        Assert.Equal((HttpStatusCode.Forbidden, "NOT_YOURS"), await ReasonOf(other, HttpMethod.Post, $"/v1/jobs/{job.Id}:cancel", "{}"));
        using var owner = new RestCaller(guarded.Silo.Rest!, mine);
        await owner.Good(HttpMethod.Post, $"/v1/jobs/{job.Id}:cancel", "{}");
    }

    [Fact]
    public async Task Files_have_the_scopes_and_limits_of_their_methods()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start(restPort: 0);
        byte[] content = new byte[2 << 20];
        string upload = $"/v1/uploads/{RunningSilo.DigestOf(content)}", download = "/v1/models/nope/raw/config.json";
        using var stranger = new RestCaller(guarded.Silo.Rest!);
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_MISSING"), await ReasonOf(stranger, HttpMethod.Put, upload, "a"));
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_MISSING"), await ReasonOf(stranger, HttpMethod.Get, download));
        using var viewer = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Viewer));
        Assert.Equal((HttpStatusCode.Forbidden, "SCOPE_TOO_SMALL"), await ReasonOf(viewer, HttpMethod.Put, upload, "a"));
        Assert.Equal((HttpStatusCode.NotFound, "MODEL_NOT_FOUND"), await ReasonOf(viewer, HttpMethod.Get, download));

        var limits = new KeyLimits { UploadBytesPerDay = 1 << 20 };
        using var eager = new RestCaller(guarded.Silo.Rest!, await guarded.Secret(AccessKey.Types.Scope.Submitter, limits));
        using var request = new HttpRequestMessage(HttpMethod.Put, upload) { Content = new ByteArrayContent(content) };
        (HttpStatusCode status, string reason, _) = await eager.Refused(request);
        Assert.Equal((HttpStatusCode.TooManyRequests, "TOO_MANY_UPLOADS"), (status, reason));
        // What arrived before is kept: whole pieces, with what goes around them never more than the limit.
        long received = long.Parse((await eager.Good(HttpMethod.Get, upload)).GetProperty("received").GetString()!, CultureInfo.InvariantCulture);
        Assert.InRange(received, 512 * 1024, (1 << 20) - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task REST_speaks_TLS_where_the_front_door_does_in_either_version_of_HTTP(int version)
    {
        using var disk = new TemporaryDirectory();
        using var files = new CertificateFolder();
        await using RunningSilo silo = await RunningSilo.Start(disk, new SiloSettings { Data = disk.Path, Name = "test", RestPort = 0, Tls = files.Tls });
        Assert.StartsWith("https://127.0.0.1:", silo.Rest, StringComparison.Ordinal);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=silo" };
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"{silo.Rest}/v1/jobs"), TimeLimit.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Reason)> ReasonOf(RestCaller caller, HttpMethod method, string path, string? body = null)
    {
        (HttpStatusCode status, string reason, _) = await caller.Bad(method, path, body);
        return (status, reason);
    }
}
