using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cluster.Grains.Workers;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Silo.Tests.Certificates;

public sealed class PeerTlsTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();
    private readonly CertificateFolder _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task Silos_with_certificates_train_together_and_a_new_one_joins_with_new_certificates()
    {
        await using RunningSilo first = await Start("a"), second = await Start("b");
        await first.Knows(1);
        Job job = await first.Train(SharedSilo.Spec("secure"));
        Assert.Equal(Job.Types.State.Succeeded, job.State);
        List<JobEvent> events = await first.Watch(job.Id);
        Assert.Equal(2, events.Count(happened => happened.WorkerChanged is { Joined: true }));

        X509Certificate2 renewed = _files.Write(_files.Authority, ["cluster-silo"]);
        Assert.Equal(renewed.Thumbprint, await Shown(new Uri(DataPlane(first)), _files.Authority.IssueCertificate()));
        await using RunningSilo third = await Start("c");
        await third.Knows(2);
    }

    [Fact]
    public async Task Whoever_is_no_silo_is_cut_off_from_Orleans_and_from_the_data_plane()
    {
        await using RunningSilo silo = await Start("a", SiloRole.Worker);
        var addresses = silo.Services.GetRequiredService<ILocalSiloDetails>();
        // From silos, and from front doors.
        IPEndPoint orleans = addresses.SiloAddress.Endpoint, gateway = addresses.GatewayAddress.Endpoint;
        var plane = new Uri(DataPlane(silo));
        using X509Certificate2 own = X509Certificate2.CreateFromPem(File.ReadAllText(_files.CertificatePath));
        using var impostor = new TestAuthority();
        X509Certificate2?[] strangers =
        [
            null,
            impostor.IssueCertificate(),
            _files.Authority.IssueCertificate("CN=ci", names: ["ci"]),
            _files.Authority.IssueCertificate(days: -0.5),
            _files.Authority.IssueCertificate(purposes: [1]),
        ];
        foreach (IPEndPoint port in (IPEndPoint[])[orleans, gateway, new IPEndPoint(IPAddress.Loopback, plane.Port)])
        {
            foreach (X509Certificate2? stranger in strangers) Assert.False(await IsHeard(port, stranger), $"{port} {stranger?.Subject}");
            Assert.False(await IsHeardPlain(port));
            Assert.Equal(own.Thumbprint, await Shown(port, _files.Authority.IssueCertificate()));
        }

        Assert.True(await IsHeard(new IPEndPoint(IPAddress.Loopback, plane.Port), _files.Authority.IssueCertificate()));
    }

    [Fact]
    public async Task A_silo_still_needs_the_token()
    {
        await using RunningSilo silo = await Start("a");
        using HttpClient client = Client(_files.Authority.IssueCertificate());
        var address = new Uri($"{DataPlane(silo)}/blobs/{new string('0', 64)}");
        Assert.StartsWith("https://", DataPlane(silo), StringComparison.Ordinal);
        using HttpResponseMessage without = await client.GetAsync(address, TimeLimit.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        client.DefaultRequestHeaders.Add("x-cluster-token", new string('0', 64));
        using HttpResponseMessage wrong = await client.GetAsync(address, TimeLimit.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_is_no_silos_stops_the_start()
    {
        _files.Write(_files.Authority, ["other"]);
        SiloStartException error = await Assert.ThrowsAsync<SiloStartException>(() => Start("a"));
        Assert.StartsWith($"{_files.CertificatePath} is no certificate of a silo: ", error.Message, StringComparison.Ordinal);
    }

    private Task<RunningSilo> Start(string name, SiloRole role = SiloRole.All) =>
        RunningSilo.Start(_disk, new SiloSettings { Data = _disk.Path, Name = name, Role = role, Peers = _files.Peers });

    private static string DataPlane(RunningSilo silo) => silo.Services.GetRequiredService<SiloIdentity>().DataPlane;

    private static HttpClient Client(X509Certificate2 certificate) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
    });

    private static Task<string> Shown(Uri server, X509Certificate2 certificate) => Shown(IPEndPoint.Parse(server.Authority), certificate);

    private static async Task<string> Shown(IPEndPoint server, X509Certificate2 certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server, TimeLimit.Token);
        await using SslStream secure = await Secure(client, certificate);
        return ((X509Certificate2)secure.RemoteCertificate!).Thumbprint;
    }

    private static async Task<SslStream> Secure(TcpClient client, X509Certificate2? certificate)
    {
        var secure = new SslStream(client.GetStream(), false);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "cluster-silo",
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            },
            TimeLimit.Token);
        return secure;
    }

    // In TLS 1.3 a server can refuse after the client believes to be done, so that only an answer proves anything.
    private static async Task<bool> IsHeard(IPEndPoint port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(port, TimeLimit.Token);
        try
        {
            await using SslStream secure = await Secure(client, certificate);
            return await Answers(secure);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> IsHeardPlain(IPEndPoint port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(port, TimeLimit.Token);
        try
        {
            return await Answers(client.GetStream());
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<bool> Answers(Stream stream)
    {
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: silo\r\n\r\n"u8.ToArray(), TimeLimit.Token);
        byte[] answer = new byte[7];
        int read = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, TimeLimit.Token);
        // Plain bytes may get an alert of TLS, which is no answer.
        return read == answer.Length && answer[0] != 21;
    }
}
