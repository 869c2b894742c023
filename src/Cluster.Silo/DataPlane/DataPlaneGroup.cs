using Cluster.Silo.Access;

namespace Cluster.Silo.DataPlane;

/// <summary>Endpoints for other silos and front doors, on the port of the data plane.</summary>
internal static class DataPlaneGroup
{
    /// <summary>Makes a group of endpoints. The token is what callers need there, not the access of the front door.</summary>
    public static RouteGroupBuilder MapDataPlaneGroup(this IEndpointRouteBuilder routes, string prefix, int port)
    {
        RouteGroupBuilder plane = routes.MapGroup(prefix);
        plane.OnlyOn(port);
        plane.AddEndpointFilter<DataPlaneTokenFilter>();
        plane.AllowAnonymous();
        return plane;
    }
}
