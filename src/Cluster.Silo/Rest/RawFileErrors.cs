using Cluster.Silo.FrontDoor;
using Grpc.Core;

namespace Cluster.Silo.Rest;

/// <summary>Answers what goes wrong with files as the services do.</summary>
internal sealed partial class RawFileErrors(ILogger<RawFileErrors> logger) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; what it sent until then is kept.
            return Results.Empty;
        }
        catch (RpcException error)
        {
            return new JsonError(error);
        }
        catch (BadHttpRequestException error)
        {
            return new JsonError(Errors.Argument("body", error.Message));
        }
        catch (Exception error) when (ClusterFaults.Translate(error) is { } translated)
        {
            LogFault(error, context.HttpContext.Request.Path);
            return new JsonError(translated);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} could not be answered")]
    private partial void LogFault(Exception error, string path);
}
