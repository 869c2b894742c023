using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.Access;

public sealed class KeyTests
{
    [Fact]
    public async Task Without_a_key_nothing_but_health_is_told()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        Fault fault = await Fault.Of(guarded.Jobs(null).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.Unauthenticated, "KEY_MISSING"), (fault.Code, fault.Reason));
        Assert.Equal("this server needs a key: give one with --key-file FILE or CLUSTER_API_KEY", fault.Sentence);
        var health = new Grpc.Health.V1.Health.HealthClient(guarded.With(null));
        Grpc.Health.V1.HealthCheckResponse answer = await health.CheckAsync(new(), cancellationToken: TimeLimit.Token);
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task The_operators_file_opens_everything_and_a_changed_file_counts_at_once()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string first = guarded.AdminKey;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(guarded.AdminKeyPath));
        Assert.Empty((await guarded.Keys(first).ListKeysAsync(new ListKeysRequest(), cancellationToken: TimeLimit.Token)).Keys);
        File.WriteAllText(guarded.AdminKeyPath, new string('7', 40));
        Assert.Equal("KEY_REFUSED", (await Fault.Of(guarded.Keys(first).ListKeysAsync(new ListKeysRequest(), cancellationToken: TimeLimit.Token))).Reason);
        await guarded.Keys(new string('7', 40)).ListKeysAsync(new ListKeysRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task A_key_allows_what_its_scope_says_and_nothing_above()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string viewer = await guarded.Secret(AccessKey.Types.Scope.Viewer);
        string submitter = await guarded.Secret(AccessKey.Types.Scope.Submitter);
        Assert.Matches("^ck_[a-z0-9]{8}_[0-9a-f]{64}$", viewer);

        await guarded.Jobs(viewer).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        Fault tooSmall = await Fault.Of(guarded.Jobs(viewer).CreateJobAsync(new CreateJobRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.PermissionDenied, "SCOPE_TOO_SMALL"), (tooSmall.Code, tooSmall.Reason));
        Assert.Equal("this needs the scope SUBMITTER, and yours is VIEWER", tooSmall.Sentence);
        // The door lets it in, the spec is what is wrong.
        Fault bad = await Fault.Of(guarded.Jobs(submitter).CreateJobAsync(new CreateJobRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal(StatusCode.InvalidArgument, bad.Code);
        Fault keys = await Fault.Of(guarded.Keys(submitter).AddKeyAsync(new AddKeyRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal("SCOPE_TOO_SMALL", keys.Reason);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_the_next_call_on()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        AddKeyResponse added = await guarded.Add(AccessKey.Types.Scope.Viewer);
        await guarded.Jobs(added.Secret).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        AccessKey listed = Assert.Single((await guarded.Keys(guarded.AdminKey).ListKeysAsync(new ListKeysRequest(), cancellationToken: TimeLimit.Token)).Keys);
        Assert.NotNull(listed.LastUsedTime);
        Assert.Equal(added.Key.Id, listed.Id);

        await guarded.Keys(guarded.AdminKey).RevokeKeyAsync(new RevokeKeyRequest { Id = added.Key.Id }, cancellationToken: TimeLimit.Token);
        Fault fault = await Fault.Of(guarded.Jobs(added.Secret).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.Unauthenticated, "KEY_REFUSED"), (fault.Code, fault.Reason));
        Fault again = await Fault.Of(guarded.Keys(guarded.AdminKey).RevokeKeyAsync(new RevokeKeyRequest { Id = added.Key.Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.NotFound, "KEY_NOT_FOUND"), (again.Code, again.Reason));
    }

    [Fact]
    public async Task A_key_with_another_secret_or_id_is_refused()
    {
        await using GuardedSilo guarded = await GuardedSilo.Start();
        string secret = await guarded.Secret(AccessKey.Types.Scope.Admin);
        string last = secret[^1] == '0' ? "1" : "0";
        foreach (string wrong in (string[])[secret[..^1] + last, "ck_abcdefgh" + secret[11..], secret[..^1], secret + "0", "ck_", "x", "a.b.c", guarded.AdminKey[..^1]])
        {
            Fault fault = await Fault.Of(guarded.Jobs(wrong).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
            Assert.Equal((StatusCode.Unauthenticated, "KEY_REFUSED"), (fault.Code, fault.Reason));
        }
    }

    [Fact]
    public async Task Keys_outlive_the_silo_and_their_secrets_are_nowhere_on_disk()
    {
        using var disk = new Cluster.Training.Tests.TemporaryDirectory();
        var settings = new Cluster.Silo.Hosting.SiloSettings { Data = disk.Path, Name = "test" };
        AddKeyResponse added;
        // On loopback nobody is asked: that is how a first key can be made.
        await using (RunningSilo open = await RunningSilo.Start(disk, settings))
            added = await new AccessService.AccessServiceClient(open.Channel).AddKeyAsync(
                new AddKeyRequest { Name = "first", Scope = AccessKey.Types.Scope.Viewer }, cancellationToken: TimeLimit.Token);
        Assert.False(File.Exists(disk["admin.key"]));
        settings.Access.Required = true;
        await using (RunningSilo closed = await RunningSilo.Start(disk, settings))
        {
            var headers = new Metadata { { "authorization", $"Bearer {added.Secret}" } };
            await closed.Jobs.ListJobsAsync(new ListJobsRequest(), headers, cancellationToken: TimeLimit.Token);
        }

        byte[] secret = System.Text.Encoding.ASCII.GetBytes(added.Secret[^64..]);
        Assert.All(disk.Files(), file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(secret)));
    }

    [Theory]
    [InlineData("", 1, "name: must be 1 to 100 characters without line breaks")]
    [InlineData("a\nb", 1, "name: must be 1 to 100 characters without line breaks")]
    [InlineData("ci", 0, "scope: must be VIEWER, SUBMITTER or ADMIN")]
    [InlineData("ci", 9, "scope: must be VIEWER, SUBMITTER or ADMIN")]
    public async Task A_key_without_a_name_or_scope_is_not_made(string name, int scope, string sentence)
    {
        await using RunningSilo silo = await RunningSilo.Start();
        var request = new AddKeyRequest { Name = name, Scope = (AccessKey.Types.Scope)scope };
        Assert.Equal(sentence, (await Fault.Of(new AccessService.AccessServiceClient(silo.Channel).AddKeyAsync(request, cancellationToken: TimeLimit.Token))).Sentence);
    }
}
