using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Cluster.Silo.Hosting;

/// <summary>Finds the address under which a process can be reached.</summary>
internal static class HostAddress
{
    /// <summary>The address of a host.</summary>
    /// <param name="host">An IP address, or a name that has one.</param>
    /// <exception cref="SiloStartException">The name has none.</exception>
    public static IPAddress Of(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address)) return address;
        try
        {
            return Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException error)
        {
            throw new SiloStartException($"--host {host} has no address: {error.Message}");
        }
    }

    /// <summary>This machine's own address: the first of a network interface that is up, those of version 4 first.</summary>
    /// <exception cref="SiloStartException">There is no such interface.</exception>
    public static IPAddress OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => !address.IsIPv6LinkLocal)
        .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6)
        .FirstOrDefault() ?? throw new SiloStartException("--host auto: no network interface of this machine is up");
}
