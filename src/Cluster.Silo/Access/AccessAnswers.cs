using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Cluster.Silo.Access;

/// <summary>Tells callers that are turned away why, as errors of gRPC with their details: a bare status 401 says nothing.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return next(context);
        if (context.Features.Get<KeysUnreachable>() is not null) return Refusal.Write(context, FrontDoor.Errors.Unavailable());
        if (Caller.Of(context.User) is { } caller)
            return Refusal.Write(context, FrontDoor.Errors.ScopeTooSmall($"{ScopePolicies.Of(context.GetEndpoint())}", $"{caller.Scope}"));
        return Refusal.Write(context, Schemes.BearerOf(context.Request) is null ? FrontDoor.Errors.KeyMissing() : FrontDoor.Errors.KeyRefused());
    }
}
