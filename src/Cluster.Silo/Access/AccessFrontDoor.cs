using Cluster.Grains.Access;
using Cluster.Silo.FrontDoor;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Cluster.Silo.Access;

/// <summary>The public AccessService: makes, lists and revokes keys.</summary>
internal sealed partial class AccessFrontDoor(IGrainFactory grains, TimeProvider time, ILogger<AccessFrontDoor> logger) : AccessService.AccessServiceBase
{
    private const int LongestName = 100;

    public override async Task<AddKeyResponse> AddKey(AddKeyRequest request, ServerCallContext context)
    {
        if (request.Name.Length is 0 or > LongestName || request.Name.Any(char.IsControl))
            throw Errors.Argument("name", $"must be 1 to {LongestName} characters without line breaks");
        if (request.Scope is AccessKey.Types.Scope.Unspecified || !System.Enum.IsDefined(request.Scope))
            throw Errors.Argument("scope", "must be VIEWER, SUBMITTER or ADMIN");
        CallerLimits limits = LimitsOf(request.Limits ?? new KeyLimits());
        string caller = CallerOf(context);
        while (true)
        {
            ApiKey key = ApiKey.Create();
            var record = new KeyRecord(key.Id, request.Name, (AccessScope)request.Scope, limits, key.Digest, time.GetUtcNow());
            if (!await Directory.Add(record)) continue;
            LogAdded(record.Id, record.Scope, caller);
            return new AddKeyResponse { Key = MessageOf(record), Secret = key.Text };
        }
    }

    public override async Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context) =>
        new() { Keys = { (await Directory.List()).Select(MessageOf) } };

    public override async Task<AccessKey> RevokeKey(RevokeKeyRequest request, ServerCallContext context)
    {
        KeyRecord revoked = await Directory.Revoke(request.Id) ?? throw Errors.KeyNotFound(request.Id);
        string caller = CallerOf(context);
        LogRevoked(revoked.Id, revoked.Scope, caller);
        return MessageOf(revoked);
    }

    private IKeyDirectoryGrain Directory => grains.GetGrain<IKeyDirectoryGrain>(IKeyDirectoryGrain.Key);

    private static string CallerOf(ServerCallContext context) => Caller.Of(context.GetHttpContext().User)?.Account ?? "a caller on this machine";

    private static CallerLimits LimitsOf(KeyLimits limits)
    {
        if (limits.RequestsPerSecond < 0) throw Errors.Argument("limits.requests_per_second", "must not be negative");
        if (limits.RunningJobs < 0) throw Errors.Argument("limits.running_jobs", "must not be negative");
        if (limits.UploadBytesPerDay < 0) throw Errors.Argument("limits.upload_bytes_per_day", "must not be negative");
        return new CallerLimits(
            limits.HasRequestsPerSecond ? limits.RequestsPerSecond : null,
            limits.HasRunningJobs ? limits.RunningJobs : null,
            limits.HasUploadBytesPerDay ? limits.UploadBytesPerDay : null);
    }

    private static AccessKey MessageOf(KeyRecord record)
    {
        var limits = new KeyLimits();
        if (record.Limits.RequestsPerSecond is { } requests) limits.RequestsPerSecond = requests;
        if (record.Limits.RunningJobs is { } jobs) limits.RunningJobs = jobs;
        if (record.Limits.UploadBytesPerDay is { } bytes) limits.UploadBytesPerDay = bytes;
        return new AccessKey
        {
            Id = record.Id,
            Name = record.Name,
            Scope = (AccessKey.Types.Scope)record.Scope,
            Limits = limits,
            CreateTime = record.Created.ToTimestamp(),
            LastUsedTime = record.Used?.ToTimestamp(),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {Key} ({Scope}) was made by {Caller}")]
    private partial void LogAdded(string key, AccessScope scope, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {Key} ({Scope}) was revoked by {Caller}")]
    private partial void LogRevoked(string key, AccessScope scope, string caller);
}
