namespace Cluster.Silo.Hosting;

/// <summary>Ports of a process that other machines reach, where nothing else is said. A process on loopback takes any free ones instead.</summary>
internal static class DefaultPorts
{
    /// <summary>Clients' gRPC services.</summary>
    public const int FrontDoor = 8080;

    /// <summary>Health and other answers for operators.</summary>
    public const int Management = 9090;

    /// <summary>Orleans, from silo to silo.</summary>
    public const int Silo = 11111;

    /// <summary>Tensors and files, from silo to silo and from a front door.</summary>
    public const int DataPlane = 11112;

    /// <summary>Orleans, from a front door to a silo.</summary>
    public const int Gateway = 30000;
}
