using Cluster.Client.Errors;

namespace Cluster.Client.Models;

/// <summary>Keeps names that come from a server inside the folder they are meant for.</summary>
internal static class PlainName
{
    /// <summary>Returns the name if it is one path segment.</summary>
    /// <exception cref="ClusterException">It has separators, or means another folder.</exception>
    public static string Check(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\\0") < 0
            ? name
            : throw new ClusterException(ErrorKind.Failed, $"\"{name}\" can't be the name of a file or folder.");
}
