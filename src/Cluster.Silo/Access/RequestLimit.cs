using Cluster.Silo.FrontDoor;

namespace Cluster.Silo.Access;

/// <summary>Turns away callers that call too often.</summary>
internal sealed class RequestLimit : IMiddleware, IDisposable
{
    private readonly CallerMeter _requests = CallerMeter.OfRequests();

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        Caller.Of(context.User) is { } caller && _requests.Use(caller) is { } wait
            ? Refusal.Write(context, Errors.TooManyRequests(caller.Limits.RequestsPerSecond ?? 0, wait))
            : next(context);

    public void Dispose() => _requests.Dispose();
}
