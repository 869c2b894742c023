using Cluster.Grains.Access;

namespace Cluster.Silo.Access;

/// <summary>What each caller may use where its key has no limits of its own. 0 is no limit.</summary>
internal sealed class LimitSettings
{
    /// <summary>Calls a second on average, at each front door; twice as many may come at once. Default 100.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Jobs that have not ended at a time. Default 100.</summary>
    public int RunningJobs { get; set; } = 100;

    /// <summary>Bytes of uploads in a day, at each front door. Default 100 GiB.</summary>
    public long UploadBytesPerDay { get; set; } = 100L << 30;

    /// <summary>Seconds that a request's headers may take. Default 10.</summary>
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Connections to a front door at a time; more are closed at once. Default 1000.</summary>
    public int Connections { get; set; } = 1000;

    /// <summary>Says what is wrong; null for nothing.</summary>
    public string? Problem()
    {
        bool isNegative = RequestsPerSecond < 0 || RunningJobs < 0 || UploadBytesPerDay < 0;
        if (isNegative) return "Access:Limits must not be negative";
        return HeaderSeconds < 1 || Connections < 1 ? "Access:Limits:HeaderSeconds and Access:Limits:Connections must be at least 1" : null;
    }

    /// <summary>Limits of a caller, with these where it has none of its own.</summary>
    public CallerLimits Resolve(CallerLimits own) => new(
        own.RequestsPerSecond ?? RequestsPerSecond,
        own.RunningJobs ?? RunningJobs,
        own.UploadBytesPerDay ?? UploadBytesPerDay);
}
