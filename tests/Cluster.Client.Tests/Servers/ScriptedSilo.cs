namespace Cluster.Client.Tests.Servers;

/// <summary>A silo program that is a shell script: real processes, sessions and signals without a real silo.</summary>
internal sealed class ScriptedSilo : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A silo whose front door is a server of the test; it notes its arguments and ends at SIGTERM.</summary>
    public static ScriptedSilo Serving(string url) => new($$"""
        echo "$@" >>"$2/arguments"
        trap 'rm "$2/silos/$$.json"; kill $!; exit 0' TERM
        mkdir -p "$2/silos"
        echo '{"pid":'$$',"name":"'$4'","frontDoor":"{{url}}","dataPlane":"{{url}}","started":"2026-01-02T12:00:00Z"}' >"$2/silos/$$.tmp"
        mv "$2/silos/$$.tmp" "$2/silos/$$.json"
        sleep 60 &
        wait
        """);

    /// <summary>A silo that ends at once.</summary>
    public static ScriptedSilo Failing(string output) => new($"""
        echo "{output}"
        exit 1
        """);

    private ScriptedSilo(string script)
    {
        Executable = _folder.File("Cluster.Silo");
        File.WriteAllText(Executable, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Executable { get; }

    public string Data => _folder.File("data");

    /// <summary>What the silos were given, a line for each.</summary>
    public string[] Arguments => File.ReadAllLines(_folder.File("data/arguments"));

    public void Dispose() => _folder.Dispose();
}
