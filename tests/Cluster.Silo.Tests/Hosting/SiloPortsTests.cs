using System.Net;
using Cluster.Silo.Hosting;

namespace Cluster.Silo.Tests.Hosting;

public sealed class SiloPortsTests
{
    [Fact]
    public void A_process_on_loopback_takes_any_free_ports_and_none_for_operators()
    {
        using var ports = new SiloPorts(new SiloSettings());
        Assert.StartsWith("http://127.0.0.1:", ports.FrontDoor!.Address, StringComparison.Ordinal);
        Assert.NotEqual(ports.FrontDoor.Port, ports.DataPlane!.Port);
        Assert.Null(ports.Management);
    }

    [Fact]
    public void A_worker_has_no_port_for_clients_and_a_front_door_none_for_silos()
    {
        using var worker = new SiloPorts(new SiloSettings { Role = SiloRole.Worker, ManagementPort = 0 });
        using var door = new SiloPorts(new SiloSettings { Role = SiloRole.Frontdoor, ManagementPort = 0 });
        Assert.Equal((true, false, true), (worker.FrontDoor is null, worker.DataPlane is null, worker.Management is not null));
        Assert.Equal((false, true, true), (door.FrontDoor is null, door.DataPlane is null, door.Management is not null));
    }

    [Fact]
    public void An_address_for_others_is_told_to_them_and_all_addresses_are_served()
    {
        Assert.Equal(IPAddress.Parse("10.1.2.3"), new SiloSettings { Host = "10.1.2.3" }.Address());
        Assert.Equal(IPAddress.Any, ListeningPort.Served(IPAddress.Parse("10.1.2.3")));
        Assert.Equal(IPAddress.IPv6Any, ListeningPort.Served(IPAddress.Parse("fd00::1")));
        Assert.Equal(IPAddress.Loopback, ListeningPort.Served(IPAddress.Loopback));
        Assert.True(IPAddress.IsLoopback(new SiloSettings { Host = "localhost" }.Address()));
    }

    [Fact]
    public void A_host_without_an_address_is_said_in_a_sentence()
    {
        SiloStartException error = Assert.Throws<SiloStartException>(() => new SiloSettings { Host = "no-such-host.invalid" }.Address());
        Assert.StartsWith("--host no-such-host.invalid has no address: ", error.Message, StringComparison.Ordinal);
    }
}
