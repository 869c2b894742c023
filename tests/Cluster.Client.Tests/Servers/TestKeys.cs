using System.Collections.Concurrent;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client.Tests.Servers;

/// <summary>An access service with one key, which notes what callers show.</summary>
internal sealed class TestKeys : AccessService.AccessServiceBase
{
    /// <summary>The authorization header of each call; empty for none.</summary>
    public ConcurrentQueue<string> Shown { get; } = new();

    /// <summary>What AddKey was asked.</summary>
    public ConcurrentQueue<AddKeyRequest> Added { get; } = new();

    /// <summary>How many times ListKeys is refused before it answers.</summary>
    public int Refusals { get; set; }

    /// <summary>What it is refused with.</summary>
    public RpcException? Refusal { get; set; }

    public override Task<AddKeyResponse> AddKey(AddKeyRequest request, ServerCallContext context)
    {
        Added.Enqueue(request);
        return Task.FromResult(new AddKeyResponse { Key = new AccessKey { Id = "abcdefgh", Name = request.Name, Scope = request.Scope }, Secret = "ck_abcdefgh_77" });
    }

    public override Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context)
    {
        Shown.Enqueue(context.RequestHeaders.GetValue("authorization") ?? "");
        if (Refusal is not null && Shown.Count <= Refusals) throw Refusal;
        return Task.FromResult(new ListKeysResponse { Keys = { new AccessKey { Id = "abcdefgh", Name = "ci", Scope = AccessKey.Types.Scope.Viewer } } });
    }

    public override Task<AccessKey> RevokeKey(RevokeKeyRequest request, ServerCallContext context) => request.Id == "abcdefgh"
        ? Task.FromResult(new AccessKey { Id = request.Id, Name = "ci" })
        : throw new RpcException(new Status(StatusCode.NotFound, $"there is no key '{request.Id}'"));
}
