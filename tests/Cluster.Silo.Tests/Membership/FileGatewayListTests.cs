using Cluster.Silo.Membership;
using Cluster.Training.Tests;

namespace Cluster.Silo.Tests.Membership;

public sealed class FileGatewayListTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Front_doors_find_active_silos_whose_process_lives()
    {
        var file = new MembershipFile(_disk.Path, TimeProvider.System);
        var gateways = new FileGatewayList(file);
        Assert.Empty(await gateways.GetGateways());
        using (var table = new FileMembershipTable(file))
        {
            MembershipEntry entry = await table.Insert(10);
            Assert.Empty(await gateways.GetGateways());
            await table.Update(entry, SiloStatus.Active);
            // The gateway's port, and the generation that tells it from an earlier one at the same port.
            Assert.Equal(["gwy.tcp://127.0.0.1:11/77"], (await gateways.GetGateways()).Select(uri => uri.ToString()));
        }

        Assert.Empty(await gateways.GetGateways());
    }
}
