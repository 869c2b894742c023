using Cluster.Client.Errors;

namespace Cluster.Client.Commands;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>The job failed or was cancelled.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments or a wrong spec.</summary>
    public const int Usage = 2;

    /// <summary>There is no such job or model.</summary>
    public const int NotFound = 3;

    /// <summary>No server answers.</summary>
    public const int Unavailable = 6;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>The code for a kind of failure.</summary>
    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Usage => Usage,
        ErrorKind.NotFound => NotFound,
        ErrorKind.Unavailable => Unavailable,
        _ => Failed,
    };
}
