using Cluster.Client.Errors;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client;

public sealed partial class ClusterClient
{
    /// <summary>Makes a key.</summary>
    /// <param name="name">Who or what will use it.</param>
    /// <param name="scope">What it shall allow.</param>
    /// <param name="limits">Limits of its own; null for those of the server.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The key and its secret, which can't be asked for again.</returns>
    /// <exception cref="ClusterException">Usage: it may not be made, or not by this caller.</exception>
    public Task<AddKeyResponse> AddKeyAsync(string name, AccessKey.Types.Scope scope, KeyLimits? limits = null, CancellationToken cancel = default)
    {
        AddKeyRequest request = new() { Name = name, Scope = scope, Limits = limits };
        return _connection.CallAsync((invoker, options) => Keys(invoker).AddKeyAsync(request, options), cancel);
    }

    /// <summary>Returns all valid keys, oldest first, without their secrets.</summary>
    /// <param name="cancel">Ends the call.</param>
    public async Task<IReadOnlyList<AccessKey>> ListKeysAsync(CancellationToken cancel = default)
    {
        ListKeysResponse answer = await _connection.CallAsync(
            (invoker, options) => Keys(invoker).ListKeysAsync(new ListKeysRequest(), options), cancel);
        return [.. answer.Keys];
    }

    /// <summary>Ends a key.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such key.</exception>
    public Task<AccessKey> RevokeKeyAsync(string id, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Keys(invoker).RevokeKeyAsync(new RevokeKeyRequest { Id = id }, options), cancel);

    private static AccessService.AccessServiceClient Keys(CallInvoker invoker) => new(invoker);
}
