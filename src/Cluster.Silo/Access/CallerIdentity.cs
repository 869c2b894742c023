using System.Security.Claims;

namespace Cluster.Silo.Access;

/// <summary>A caller, as an identity of ASP.NET.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], "Cluster", ClaimTypes.Name, ClaimTypes.Role)
{
    public Caller Caller => caller;
}
