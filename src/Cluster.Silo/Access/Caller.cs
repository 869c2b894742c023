using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Cluster.Grains.Access;

namespace Cluster.Silo.Access;

/// <summary>Who calls.</summary>
/// <param name="Account">Under which its jobs, datasets and limits are kept: letters, digits and dashes.</param>
/// <param name="Name">For people and logs.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Limits">What it may use; nothing in it is null.</param>
internal sealed record Caller(string Account, string Name, AccessScope Scope, CallerLimits Limits)
{
    private const int AccountDigits = 32;

    /// <summary>The operator, who must be able to help at any time: no limits.</summary>
    public static Caller Operator { get; } = new("operator", "operator", AccessScope.Admin, new CallerLimits(0, 0, 0));

    /// <summary>The caller of a request; null if nobody said who it is.</summary>
    public static Caller? Of(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    /// <summary>An account for a name that others gave, however long and whatever is in it.</summary>
    public static string AccountOf(string kind, string name) =>
        $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..AccountDigits]}";

    /// <summary>What ASP.NET knows the caller by.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new CallerIdentity(this));
}
