using System.Globalization;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Client.Errors;

/// <summary>Turns a failed call into a sentence, a kind and the violations that the server found.</summary>
internal static class RpcFailure
{
    /// <summary>Whether the same call may succeed later or elsewhere, because the connection or the server broke.</summary>
    public static bool IsTransient(RpcException error) => error.StatusCode
        is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.Aborted
        or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;

    /// <summary>Tells what happened.</summary>
    public static ClusterException Translate(RpcException error, Uri server)
    {
        if (Distrust.Explain(error, server) is string distrust)
            return new ClusterException(ErrorKind.Usage, distrust, cause: error);
        Google.Rpc.Status? status = error.GetRpcStatus();
        List<Violation> violations = [.. (status?.GetDetail<BadRequest>()?.FieldViolations ?? [])
            .Select(violation => new Violation(violation.Field, violation.Description))];
        string reason = status?.GetDetail<ErrorInfo>()?.Reason ?? "";
        return new ClusterException(Kind(error.StatusCode), Sentence(error, server), violations, reason, error);
    }

    /// <summary>How long the server asks to wait before the same call; null if it does not.</summary>
    public static TimeSpan? RetryAfter(RpcException error) => error.StatusCode == StatusCode.ResourceExhausted
        ? error.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan()
        : null;

    private static ErrorKind Kind(StatusCode code) => code switch
    {
        StatusCode.NotFound => ErrorKind.NotFound,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted => ErrorKind.Unavailable,
        StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss or StatusCode.Unimplemented => ErrorKind.Failed,
        _ => ErrorKind.Usage,
    };

    private static string Sentence(RpcException error, Uri server)
    {
        // Calls that never reached a server carry the exception of this side and a text made for programmers.
        if (error.StatusCode == StatusCode.Unavailable && error.Status.DebugException is not null)
            return $"No server answers at {Address(server)}.";
        if (error.StatusCode == StatusCode.DeadlineExceeded)
            return $"The server at {Address(server)} did not answer in time.";
        // What a server did not expect, it tells its log, not its callers.
        if (error.StatusCode == StatusCode.Unknown)
            return $"The server at {Address(server)} failed over this call; its log says why.";
        if (RetryAfter(error) is TimeSpan wait)
            return $"{error.Status.Detail}; try again in {Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s";
        return error.Status.Detail.Length > 0 ? error.Status.Detail : $"The server answered {error.StatusCode}.";
    }

    private static string Address(Uri server) => server.GetLeftPart(UriPartial.Authority);
}
