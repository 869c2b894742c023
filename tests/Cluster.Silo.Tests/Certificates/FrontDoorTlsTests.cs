using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Cluster.Grains.Access;
using Cluster.Silo.Access;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cluster.Silo.Tests.Certificates;

public sealed class FrontDoorTlsTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly CertificateFolder _files = new();
    private readonly TestAuthority _callers = new("callers");

    public void Dispose()
    {
        _callers.Dispose();
        _files.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task Callers_are_known_by_certificate_or_key_and_strangers_are_not()
    {
        await using RunningSilo silo = await Start();
        using GrpcChannel listed = Open(silo, _callers.IssueCertificate("CN=ci", purposes: [2]));
        await Jobs(listed).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        Assert.Equal("SCOPE_TOO_SMALL", await Reason(listed));

        using GrpcChannel unlisted = Open(silo, _callers.IssueCertificate("CN=others", purposes: [2]));
        Fault none = await Fault.Of(Jobs(unlisted).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.PermissionDenied, "this needs the scope VIEWER, and yours is NONE"), (none.Code, none.Sentence));

        using GrpcChannel plain = Open(silo, null);
        Assert.Equal("KEY_MISSING", await Reason(plain));
        var key = new Metadata { { "authorization", $"Bearer {File.ReadAllText(_disk["admin.key"])}" } };
        await Jobs(plain).ListJobsAsync(new ListJobsRequest(), key, cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_or_time_or_purpose_gets_no_connection()
    {
        await using RunningSilo silo = await Start();
        using var impostor = new TestAuthority("callers");
        X509Certificate2[] wrong =
        [
            impostor.IssueCertificate("CN=ci"),
            _callers.IssueCertificate("CN=ci", days: -0.5),
            _callers.IssueCertificate("CN=ci", purposes: [1]),
        ];
        foreach (X509Certificate2 certificate in wrong)
        {
            using GrpcChannel channel = Open(silo, certificate);
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
                await Jobs(channel).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token));
            Assert.True(refusal.StatusCode is StatusCode.Unavailable or StatusCode.Internal, $"{refusal.Status}");
        }
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_to_new_connections_while_old_ones_go_on()
    {
        await using RunningSilo silo = await Start();
        using GrpcChannel old = Open(silo, _callers.IssueCertificate("CN=ci"));
        await Jobs(old).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
        string first = await Shown(silo);
        Assert.Equal(X509Certificate2.CreateFromPem(File.ReadAllText(_files.CertificatePath)).Thumbprint, first);

        // Half of a change changes nothing.
        (string certificate, string key) = _files.Authority.Issue(names: ["localhost"]);
        File.WriteAllText(_files.CertificatePath, certificate);
        Assert.Equal(first, await Shown(silo));
        File.WriteAllText(_files.KeyPath, key);
        Assert.Equal(X509Certificate2.CreateFromPem(certificate).Thumbprint, await Shown(silo));
        await Jobs(old).ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token);
    }

    [Fact]
    public async Task Files_without_a_certificate_stop_the_start_with_a_sentence()
    {
        File.WriteAllText(_files.KeyPath, "nothing");
        SiloStartException error = await Assert.ThrowsAsync<SiloStartException>(Start);
        Assert.StartsWith($"{_files.CertificatePath} and {_files.KeyPath} cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    private Task<RunningSilo> Start()
    {
        File.WriteAllText(_disk["callers.crt"], _callers.Pem);
        return RunningSilo.Start(_disk, new SiloSettings
        {
            Data = _disk.Path,
            Name = "test",
            Listen = "0.0.0.0",
            Tls = _files.Tls,
            Access = new AccessSettings
            {
                CallerAuthority = _disk["callers.crt"],
                Certificates = [new SubjectScope { Subject = "CN=ci", Scope = AccessScope.Viewer }],
            },
        });
    }

    private GrpcChannel Open(RunningSilo silo, X509Certificate2? certificate)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_files.Authority.Root);
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        return GrpcChannel.ForAddress($"https://{silo.Channel.Target}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private static JobService.JobServiceClient Jobs(GrpcChannel channel) => new(channel);

    private static async Task<string> Reason(GrpcChannel channel) =>
        (await Fault.Of(Jobs(channel).CreateJobAsync(new CreateJobRequest(), cancellationToken: TimeLimit.Token))).Reason;

    // Thumbprint of the certificate that a new connection gets.
    private static async Task<string> Shown(RunningSilo silo)
    {
        string[] target = silo.Channel.Target.Split(':');
        using var client = new TcpClient();
        await client.ConnectAsync(target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture), TimeLimit.Token);
        await using var secure = new SslStream(client.GetStream(), false, (_, shown, _, _) => shown is not null);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, TimeLimit.Token);
        return ((X509Certificate2)secure.RemoteCertificate!).Thumbprint;
    }
}
