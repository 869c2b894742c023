namespace Cluster.Silo.Membership;

/// <summary>A silo as the membership file keeps it.</summary>
internal sealed record MembershipRow(
    string Silo,
    string Name,
    string Host,
    SiloStatus Status,
    int ProxyPort,
    DateTime StartTime,
    DateTime AliveTime,
    IReadOnlyList<MembershipSuspicion> Suspicions,
    string Etag)
{
    /// <summary>Makes a row from Orleans' entry.</summary>
    public static MembershipRow From(MembershipEntry entry, string etag) => new(
        entry.SiloAddress.ToParsableString(),
        entry.SiloName,
        entry.HostName,
        entry.Status,
        entry.ProxyPort,
        entry.StartTime,
        entry.IAmAliveTime,
        [.. (entry.SuspectTimes ?? []).Select(suspect => new MembershipSuspicion(suspect.Item1.ToParsableString(), suspect.Item2))],
        etag);

    /// <summary>Makes Orleans' entry from a row.</summary>
    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Silo),
        SiloName = Name,
        HostName = Host,
        Status = Status,
        ProxyPort = ProxyPort,
        StartTime = StartTime,
        IAmAliveTime = AliveTime,
        SuspectTimes = [.. Suspicions.Select(suspicion => Tuple.Create(SiloAddress.FromParsableString(suspicion.Silo), suspicion.Time))],
    };
}
