namespace Cluster.Silo.Membership;

/// <summary>The whole membership file.</summary>
internal sealed record MembershipDocument(int Version, IReadOnlyList<MembershipRow> Rows)
{
    /// <summary>A file with no silo in it.</summary>
    public static MembershipDocument Empty { get; } = new(0, []);
}
