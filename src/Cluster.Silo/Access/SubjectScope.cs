using Cluster.Grains.Access;

namespace Cluster.Silo.Access;

/// <summary>What a certificate allows.</summary>
internal sealed class SubjectScope
{
    /// <summary>Its subject's whole name, such as <c>CN=ci, O=Example</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What its holder may do.</summary>
    public AccessScope Scope { get; set; }
}
