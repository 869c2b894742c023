namespace Cluster.Grains.Access;

/// <summary>Limits of one caller. Null is as the server's configuration says; 0 is no limit.</summary>
/// <param name="RequestsPerSecond">Calls a second on average; twice as many may come at once.</param>
/// <param name="RunningJobs">Jobs that have not ended at a time.</param>
/// <param name="UploadBytesPerDay">Bytes of uploads in a day.</param>
[GenerateSerializer, Immutable, Alias("cluster.caller-limits")]
public sealed record CallerLimits(
    [property: Id(0)] int? RequestsPerSecond = null,
    [property: Id(1)] int? RunningJobs = null,
    [property: Id(2)] long? UploadBytesPerDay = null);
