using Cluster.Silo.Rest;
using Cluster.Silo.Telemetry;
using Grpc.Core;

namespace Cluster.Silo.Access;

/// <summary>
/// Ends a request before its service hears of it. Callers of gRPC get the status in the headers of an answer without a body,
/// with its details; a bare status 429 would count as UNAVAILABLE there, and be tried again at once. Others get a status of HTTP,
/// and the same as JSON.
/// </summary>
internal static class Refusal
{
    private const string GrpcContent = "application/grpc";

    /// <summary>Answers with an error.</summary>
    public static Task Write(HttpContext context, RpcException error)
    {
        context.RequestServices.GetRequiredService<SiloInstruments>().CountRefusal(error);
        if (context.Request.ContentType?.StartsWith(GrpcContent, StringComparison.Ordinal) != true)
            return new JsonError(error).ExecuteAsync(context);

        context.Response.ContentType = GrpcContent;
        context.Response.Headers["grpc-status"] = $"{(int)error.StatusCode}";
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(error.Status.Detail);
        foreach (Metadata.Entry detail in error.Trailers.Where(entry => entry.IsBinary))
            context.Response.Headers[detail.Key] = Convert.ToBase64String(detail.ValueBytes);
        return Task.CompletedTask;
    }
}
