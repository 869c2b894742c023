using System.Net;
using Orleans.Messaging;

namespace Cluster.Silo.Membership;

/// <summary>Silos of this machine that let front doors in, from the same file in which the silos find each other.</summary>
internal sealed class FileGatewayList(MembershipFile file) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(1);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>(
        [.. file.Read().Rows.Where(row => row.Status == SiloStatus.Active && row.ProxyPort > 0 && !file.IsGone(row.Silo)).Select(AddressOf)]);

    private static Uri AddressOf(MembershipRow row)
    {
        var silo = SiloAddress.FromParsableString(row.Silo);
        return SiloAddress.New(new IPEndPoint(silo.Endpoint.Address, row.ProxyPort), silo.Generation).ToGatewayUri();
    }
}
