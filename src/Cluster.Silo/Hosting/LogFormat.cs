namespace Cluster.Silo.Hosting;

/// <summary>How lines of the log are written.</summary>
internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object a line, with its scopes.</summary>
    Json,
}
