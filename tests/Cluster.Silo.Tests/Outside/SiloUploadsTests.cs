using System.Text;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Outside;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Silo.Tests.Outside;

/// <summary>Uploads over a real data plane, as a front door outside of the silo sends them.</summary>
public sealed class SiloUploadsTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("all that there is");

    [Fact]
    public async Task What_one_front_door_began_another_one_goes_on_with()
    {
        await using RunningSilo silo = await RunningSilo.Start();
        string plane = SiloRecordOf(silo), sha256 = RunningSilo.DigestOf(Content);
        using var first = new UploadClient(silo.Services.GetRequiredService<DataPlaneToken>());
        using var second = new UploadClient(silo.Services.GetRequiredService<DataPlaneToken>());
        Assert.Equal(5, await first.Append(plane, sha256, 0, Content.AsMemory(0, 5), TimeLimit.Token));
        Assert.Equal(5, await second.LengthOf(plane, sha256, TimeLimit.Token));
        Assert.Equal(5, await second.Append(plane, sha256, 9, Content.AsMemory(9), TimeLimit.Token));
        Assert.Equal(Content.Length, await second.Append(plane, sha256, 3, Content.AsMemory(3), TimeLimit.Token));
        Assert.Null(await second.SizeOf(plane, sha256, TimeLimit.Token));
        await second.Complete(plane, sha256);
        Assert.Equal(Content.Length, await first.SizeOf(plane, sha256, TimeLimit.Token));
        Assert.True(silo.Services.GetRequiredService<BlobStore>().Verify(sha256));
    }

    [Fact]
    public async Task Content_that_is_not_what_was_promised_is_not_kept()
    {
        await using RunningSilo silo = await RunningSilo.Start();
        string plane = SiloRecordOf(silo), promised = RunningSilo.DigestOf([1, 2, 3]);
        using var client = new UploadClient(silo.Services.GetRequiredService<DataPlaneToken>());
        await client.Append(plane, promised, 0, Content, TimeLimit.Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => client.Complete(plane, promised));
        Assert.Equal(0, await client.LengthOf(plane, promised, TimeLimit.Token));
    }

    [Fact]
    public async Task Who_does_not_know_the_secret_uploads_nothing()
    {
        await using RunningSilo silo = await RunningSilo.Start();
        using var client = new UploadClient(new DataPlaneToken(new string('0', 64)));
        string sha256 = RunningSilo.DigestOf(Content);
        PeerLostException refused = await Assert.ThrowsAsync<PeerLostException>(() => client.Append(SiloRecordOf(silo), sha256, 0, Content, TimeLimit.Token));
        Assert.Contains("status 401", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PeerLostException>(() => client.LengthOf(SiloRecordOf(silo), "..%2Fsecret", TimeLimit.Token));
    }

    private static string SiloRecordOf(RunningSilo silo) => silo.Services.GetRequiredService<Cluster.Grains.Workers.SiloIdentity>().DataPlane;
}
