using Google.Rpc;
using Grpc.Core;

namespace Cluster.Silo.Tests.Servers;

/// <summary>What a failed call tells its caller.</summary>
internal sealed record Fault(StatusCode Code, string Reason, string Sentence, IReadOnlyList<(string Field, string Description)> Violations)
{
    /// <summary>The fault of a call that must fail.</summary>
    public static async Task<Fault> Of<T>(AsyncUnaryCall<T> call) => Of(await Assert.ThrowsAsync<RpcException>(async () => await call));

    /// <summary>The fault of a stream that must fail, whatever it sends before.</summary>
    public static async Task<Fault> Of<T>(AsyncServerStreamingCall<T> call) => Of(await Assert.ThrowsAsync<RpcException>(async () =>
    {
        await foreach (T _ in call.ResponseStream.ReadAllAsync(TimeLimit.Token)) continue;
    }));

    /// <summary>The fault of calls that must fail at some point.</summary>
    public static async Task<Fault> Of(Func<Task> calls) => Of(await Assert.ThrowsAsync<RpcException>(calls));

    public static Fault Of(RpcException error)
    {
        Google.Rpc.Status? status = error.GetRpcStatus();
        Assert.True(status is not null, $"no details: {error.Status}");
        ErrorInfo info = status.GetDetail<ErrorInfo>();
        Assert.Equal("cluster", info.Domain);
        Assert.Equal(error.Status.Detail, status.Message);
        return new Fault(
            error.StatusCode,
            info.Reason,
            error.Status.Detail,
            [.. (status.GetDetail<BadRequest>()?.FieldViolations ?? []).Select(violation => (violation.Field, violation.Description))]);
    }
}
