namespace Cluster.Client.Errors;

/// <summary>What kind of thing went wrong; decides the command's exit code.</summary>
public enum ErrorKind
{
    /// <summary>The work itself failed: a job, a file, or the server from within.</summary>
    Failed,

    /// <summary>The request is wrong: bad arguments, a bad spec, or a state that does not allow it.</summary>
    Usage,

    /// <summary>The named job, model or file does not exist.</summary>
    NotFound,

    /// <summary>No server answers, or not in time. Worth another try.</summary>
    Unavailable,
}
