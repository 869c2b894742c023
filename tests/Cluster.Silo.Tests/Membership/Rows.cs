using System.Net;
using Cluster.Silo.Membership;

namespace Cluster.Silo.Tests.Membership;

/// <summary>Entries of silos that exist only in a membership table.</summary>
internal static class Rows
{
    public static readonly DateTime Start = new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The silo on a port.</summary>
    public static SiloAddress Address(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 77);

    /// <summary>Its entry.</summary>
    public static MembershipEntry Entry(int port, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = Address(port),
        SiloName = $"silo-{port}",
        HostName = "here",
        Status = status,
        ProxyPort = port + 1,
        StartTime = Start,
        IAmAliveTime = Start.AddSeconds(port),
        SuspectTimes = [Tuple.Create(Address(99), Start.AddMinutes(1))],
    };

    /// <summary>The version that follows the table's.</summary>
    public static async Task<TableVersion> Next(this FileMembershipTable table) => (await table.ReadAll()).Version.Next();

    /// <summary>Adds a silo whose process is this one.</summary>
    public static async Task<MembershipEntry> Insert(this FileMembershipTable table, int port)
    {
        MembershipEntry entry = Entry(port);
        Assert.True(await table.InsertRow(entry, await table.Next()));
        return entry;
    }

    /// <summary>Changes a silo's status, as Orleans does it: by the ETag and the version that were read.</summary>
    public static async Task Update(this FileMembershipTable table, MembershipEntry entry, SiloStatus status)
    {
        MembershipTableData read = await table.ReadAll();
        string etag = read.Members.Single(member => member.Item1.SiloAddress.Equals(entry.SiloAddress)).Item2;
        entry.Status = status;
        Assert.True(await table.UpdateRow(entry, etag, read.Version.Next()));
    }
}
