namespace Cluster.Grains.Access;

/// <summary>What a caller may do. Each scope includes those before it.</summary>
public enum AccessScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look, follow and download.</summary>
    Viewer = 1,

    /// <summary>Bring data, start jobs and predict; change what the same caller made.</summary>
    Submitter = 2,

    /// <summary>Everything.</summary>
    Admin = 3,
}
