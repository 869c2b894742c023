using Cluster.Silo.Access;
using Cluster.Silo.Certificates;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Access;

public sealed class AccessSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("nonsense", true)]
    public void Only_a_front_door_on_loopback_asks_nobody(string listen, bool requires) =>
        Assert.Equal(requires, new SiloSettings { Data = "d", Listen = listen }.RequiresAccess);

    [Fact]
    public void What_does_not_fit_together_is_told_at_the_start()
    {
        Assert.Equal("--listen must be an IP address", Problem(new SiloSettings { Listen = "here" }));
        Assert.Equal("Tls:Certificate and Tls:Key must be given together", Problem(new SiloSettings { Tls = new TlsSettings { Key = "k" } }));
        Assert.Equal(
            "Peers:Certificate, Peers:Key and Peers:Authority must be given together",
            Problem(new SiloSettings { Peers = new PeerSettings { Authority = "a" } }));
        Assert.Equal(
            "Access:CallerAuthority needs Tls:Certificate: certificates of callers come by TLS",
            Problem(new SiloSettings { Access = new AccessSettings { CallerAuthority = "a" } }));
        Assert.Equal("Access:Limits must not be negative", Problem(new SiloSettings { Access = new AccessSettings { Limits = new LimitSettings { RunningJobs = -1 } } }));
        Assert.Equal(
            "Access:Jwt:Audience is missing: tokens for others must not open this cluster",
            Problem(new SiloSettings { Access = new AccessSettings { Jwt = new JwtSettings { Issuer = "i", Authority = "a" } } }));
    }

    [Fact]
    public async Task A_short_or_missing_admin_key_stops_the_start()
    {
        using var disk = new TemporaryDirectory();
        File.WriteAllText(disk["short"], "too short");
        foreach (string file in (string[])["short", "missing"])
        {
            var settings = new SiloSettings { Data = disk["data"], Name = "test", Access = new AccessSettings { Required = true, AdminKeyFile = disk[file] } };
            SiloStartException error = await Assert.ThrowsAsync<SiloStartException>(() => RunningSilo.Start(disk, settings));
            Assert.Equal($"{disk[file]} must hold a secret of at least 32 characters; make one with: openssl rand -hex 32", error.Message);
        }
    }

    private static string Problem(SiloSettings settings)
    {
        settings.Data = "d";
        return Assert.Throws<SiloStartException>(() => settings.Checked()).Message;
    }
}
