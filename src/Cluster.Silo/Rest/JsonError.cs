using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.Rest;

/// <summary>An error as REST tells it: a status of HTTP, and a google.rpc.Status as JSON.</summary>
internal sealed class JsonError(RpcException error) : IResult
{
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: false, RestFrontDoor.ErrorTypes));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusOf(error.StatusCode);
        httpContext.Response.ContentType = "application/json";
        return httpContext.Response.WriteAsync(Json.Format(error.GetRpcStatus()), httpContext.RequestAborted);
    }

    // As transcoding translates them.
    private static int StatusOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.DataLoss => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
