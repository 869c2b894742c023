using System.Diagnostics;
using Cluster.Client;
using Cluster.Client.Access;
using Cluster.Client.Connections;
using Cluster.Client.Silos;

namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>A data directory of its own, the commands run on it, and its silos. Whatever still runs at the end is killed.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<RunningCommand> _commands = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster-e2e-").FullName;

    /// <summary>Makes an empty data directory.</summary>
    /// <param name="data">Another place for it; null for a new temporary one.</param>
    public TestCluster(string? data = null)
    {
        Data = data ?? Path.Combine(_folder, "data");
        // Also when the tests themselves are stopped.
        AppDomain.CurrentDomain.ProcessExit += KillAll;
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>Variables for all commands that are started from now on.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Address of the server that commands and clients use; null for any silo of the data directory.</summary>
    public string? Server { get; set; }

    /// <summary>Records of the silos that run.</summary>
    public IReadOnlyList<SiloRecord> Silos => Directory.Exists(Path.Combine(Data, "silos"))
        ? [.. Directory.EnumerateFiles(Path.Combine(Data, "silos"), "*.json")
            .Select(SiloRecord.TryRead).OfType<SiloRecord>().Where(record => Processes().Contains(record.Pid)).OrderBy(record => record.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>A path in the folder in which commands run.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file into the folder in which commands run.</summary>
    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Starts a command.</summary>
    public RunningCommand Start(params string[] arguments) => Start(Repository.ClusterProgram, "", arguments);

    /// <summary>Starts a program.</summary>
    public RunningCommand Start(string program, string input, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder };
        start.Environment["CLUSTER_DATA"] = Data;
        start.Environment.Remove("CLUSTER_SERVER");
        if (Server is not null) start.Environment["CLUSTER_SERVER"] = Server;
        start.Environment.Remove("CLUSTER_SILO");
        foreach ((string name, string value) in Variables) start.Environment[name] = value;
        RunningCommand command = RunningCommand.Start(start, input, Logs);
        _commands.Add(command);
        return command;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => Start(arguments).EndAsync();

    /// <summary>Starts silos that live until the command does, and waits until they serve.</summary>
    public async Task<RunningCommand> UpAsync(int silos, int lanes)
    {
        RunningCommand up = Start("up", "--silos", $"{silos}", "--lanes", $"{lanes}");
        await up.LineAsync("Ctrl-C stops what was started here.");
        return up;
    }

    /// <summary>A client of the server, or one that finds any running silo by itself.</summary>
    public ClusterClient Client() => new(
        Server is null ? ServerAddress.Of(new SiloDirectory(Data, TimeProvider.System)) : ServerAddress.At(Server),
        TimeProvider.System,
        // As commands find it.
        new ClientAccess { Key = Variables.GetValueOrDefault("CLUSTER_API_KEY"), AuthorityFile = Variables.GetValueOrDefault("CLUSTER_CA") });

    /// <summary>The silo that runs a job's coordinator: it alone has the job's event log open.</summary>
    public SiloRecord CoordinatorOf(string job) => Silos.Single(silo =>
        Directory.EnumerateFiles($"/proc/{silo.Pid}/fd")
            .Any(file => new FileInfo(file).LinkTarget?.StartsWith(Path.Combine(Data, "jobs", job), StringComparison.Ordinal) == true));

    /// <summary>What the silos logged.</summary>
    public string Logs() => Directory.Exists(Path.Combine(Data, "logs"))
        ? string.Join('\n', Directory.EnumerateFiles(Path.Combine(Data, "logs")).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)}:\n{File.ReadAllText(file)}"))
        : "No silo has logged anything.";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _commands.ForEach(command => command.Dispose());
        while (Processes().Count > 0)
        {
            KillAll(this, EventArgs.Empty);
            await Task.Yield();
        }

        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        Directory.Delete(_folder, recursive: true);
    }

    private void KillAll(object? sender, EventArgs happened)
    {
        foreach (int pid in Processes())
            Signals.SendKill(pid);
    }

    /// <summary>Silos that run here, ready or not: this folder or the data directory is in their command line, and in no other's.</summary>
    private List<int> Processes()
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int pid) && CommandLineOf(folder) is { } line
                && line.StartsWith(Repository.SiloProgram, StringComparison.Ordinal) && (line.Contains($"\0{Data}\0", StringComparison.Ordinal) || line.Contains($"\0{_folder}/", StringComparison.Ordinal)))
                found.Add(pid);
        }

        return found;
    }

    private static string? CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
