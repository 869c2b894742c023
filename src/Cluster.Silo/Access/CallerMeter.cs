using System.Threading.RateLimiting;

namespace Cluster.Silo.Access;

/// <summary>How much of something each caller may use in a time. What was not used may be used later, up to a limit.</summary>
internal sealed class CallerMeter : IDisposable
{
    private readonly PartitionedRateLimiter<Caller> _limiter;

    private CallerMeter(Func<Caller, TokenBucketRateLimiterOptions?> limits) =>
        _limiter = PartitionedRateLimiter.Create<Caller, string>(caller => limits(caller) is { } options
            ? RateLimitPartition.GetTokenBucketLimiter(caller.Account, _ => options)
            : RateLimitPartition.GetNoLimiter(caller.Account));

    /// <summary>Counts requests.</summary>
    public static CallerMeter OfRequests() => new(caller => caller.Limits.RequestsPerSecond is > 0 and int limit
        ? new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = limit,
            TokenLimit = (int)Math.Min(int.MaxValue, 2L * limit),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }
        : null);

    /// <summary>Counts uploads in units of <paramref name="bytes"/>.</summary>
    public static CallerMeter OfUploads(int bytes) => new(caller => caller.Limits.UploadBytesPerDay is > 0 and long limit
        ? new TokenBucketRateLimiterOptions
        {
            TokenLimit = (int)Math.Clamp(limit / bytes, 1, int.MaxValue),
            TokensPerPeriod = (int)Math.Clamp(limit / bytes / (24 * 60), 1, int.MaxValue),
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        }
        : null);

    /// <summary>Uses one unit.</summary>
    /// <returns>How long to wait before the next try; null if there was one to use.</returns>
    public TimeSpan? Use(Caller caller)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(caller);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();
}
