using System.CommandLine;
using Cluster.Client.Access;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;
using Spectre.Console;

namespace Cluster.Client.Commands;

/// <summary>The options that all commands share, and what they lead to.</summary>
internal sealed class CommandContext(Terminal terminal)
{
    /// <summary>The data directory of local silos.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Data directory of local silos [env: CLUSTER_DATA; default: ~/.local/share/cluster]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>A server that runs already.</summary>
    public Option<string?> Server { get; } = new("--server")
    {
        Description = "Server that runs already [env: CLUSTER_SERVER; default: a silo of the data directory]",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>What is shown to servers that ask who calls.</summary>
    public AccessOptions Access { get; } = new();

    /// <summary>How data is printed.</summary>
    public Option<string> Output { get; } = Choice();

    /// <summary>What surrounds the command.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>Whether data is printed as JSON.</summary>
    public bool IsJson(ParseResult arguments) => arguments.GetValue(Output) == "json";

    /// <summary>The URL that was given; null to look for silos of the data directory.</summary>
    public string? ServerUrl(ParseResult arguments)
    {
        string? url = arguments.GetValue(Server) ?? Terminal.Environment("CLUSTER_SERVER");
        return string.IsNullOrWhiteSpace(url) ? null : url;
    }

    /// <summary>The silos of the data directory.</summary>
    public SiloDirectory Silos(ParseResult arguments)
    {
        string data = DataDirectory.Resolve(arguments.GetValue(Data), Terminal.Environment);
        return new SiloDirectory(data, Terminal.Time, access: Access.Read(arguments, Terminal, data));
    }

    /// <summary>Makes a client for the server that was given, or else for any silo of the data directory.</summary>
    public ClusterClient Client(ParseResult arguments)
    {
        if (ServerUrl(arguments) is string url)
            return new ClusterClient(ServerAddress.At(url), Terminal.Time, Access.Read(arguments, Terminal, data: null));
        SiloDirectory silos = Silos(arguments);
        return new ClusterClient(ServerAddress.Of(silos), Terminal.Time, silos.Access);
    }

    /// <summary>Writes out another command for the same server.</summary>
    public string Suggest(ParseResult arguments, string command)
    {
        string server = arguments.GetValue(Server) is string url ? $" --server {url}" : "";
        string data = arguments.GetValue(Data) is string folder ? $" --data {folder}" : "";
        return $"cluster {command}{server}{data}";
    }

    /// <summary>Progress as this terminal can show it.</summary>
    public IProgressDisplay Progress() => Terminal.IsLive
        ? new LiveLine(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.Error) }), Terminal.Time)
        : new PlainLines(Terminal.Error, Terminal.Time);

    /// <summary>Tells an expected failure and returns its exit code.</summary>
    public int Report(ClusterException error)
    {
        Terminal.Error.WriteLine($"error: {error.Message}");
        foreach (Violation violation in error.Violations)
            Terminal.Error.WriteLine($"  {violation}");
        return ExitCode.Of(error.Kind);
    }

    private static Option<string> Choice()
    {
        Option<string> output = new("--output")
        {
            Description = "How data is printed",
            DefaultValueFactory = _ => "table",
            Recursive = true,
        };
        return output.AcceptOnlyFromAmong("table", "json");
    }
}
