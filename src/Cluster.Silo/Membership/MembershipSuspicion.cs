namespace Cluster.Silo.Membership;

/// <summary>One silo's vote that another is dead.</summary>
internal sealed record MembershipSuspicion(string Silo, DateTime Time);
