using Cluster.Grains.Access;
using Cluster.Silo.Rest;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authorization;

namespace Cluster.Silo.Access;

/// <summary>One policy for each scope, and the policy of each method.</summary>
internal static class ScopePolicies
{
    /// <summary>Registers the policies. What names none is for administrators.</summary>
    public static void AddScopes(this AuthorizationOptions options)
    {
        foreach (AccessScope scope in (AccessScope[])[AccessScope.Viewer, AccessScope.Submitter, AccessScope.Admin])
            options.AddPolicy(NameOf(scope), PolicyOf(scope));
        options.DefaultPolicy = options.FallbackPolicy = PolicyOf(AccessScope.Admin);
    }

    /// <summary>Gives each method of the services in a group its policy, unless it is open to all.</summary>
    public static void RequireScopes(this RouteGroupBuilder group) => ((IEndpointConventionBuilder)group).Finally(endpoint =>
    {
        if (!endpoint.Metadata.OfType<IAllowAnonymous>().Any())
            endpoint.Metadata.Add(new AuthorizeAttribute(NameOf(Of(new EndpointMetadataCollection(endpoint.Metadata)))));
    });

    /// <summary>The scope that an endpoint needs.</summary>
    public static AccessScope Of(Endpoint? endpoint) => Of(endpoint?.Metadata ?? EndpointMetadataCollection.Empty);

    private static AccessScope Of(EndpointMetadataCollection endpoint) =>
        (endpoint.GetMetadata<GrpcMethodMetadata>()?.Method.FullName.TrimStart('/') ?? endpoint.GetMetadata<RawFileMethod>()?.Name) is { } method
            ? MethodScopes.Of(method)
            : AccessScope.Admin;

    private static string NameOf(AccessScope scope) => $"{scope}";

    private static AuthorizationPolicy PolicyOf(AccessScope scope) => new AuthorizationPolicyBuilder()
        .RequireAssertion(context => Caller.Of(context.User) is { } caller && caller.Scope >= scope)
        .Build();
}
