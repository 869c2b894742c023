using System.Diagnostics;
using System.Globalization;

namespace Cluster.EndToEnd.Tests.Stores;

/// <summary>PostgreSQL. To make it silent it is stopped: connections break, and new ones are refused. It does not run as root.</summary>
internal sealed class PostgresServer : StoreServer
{
    private const string User = "postgres";

    private readonly string _programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault("")
        : "";

    private bool _runs;

    public override string Kind => "postgres";

    public override string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={User};Username={User};Password=not-to-be-printed");

    private string Data => Path.Combine(Folder, "data");

    public override async Task StartAsync()
    {
        await RequireAsync(Path.Combine(_programs, "initdb"), "postgresql");
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", User, Folder);
        await RunAsUserAsync("initdb", "-D", Data, "-U", User, "-A", "trust", "--no-sync");
        await ContinueAsync();
    }

    public override async Task HoldAsync()
    {
        await RunAsUserAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        _runs = false;
    }

    public override async Task ContinueAsync()
    {
        string options = string.Create(CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={Folder} -c fsync=off");
        await RunAsUserAsync("pg_ctl", "-D", Data, "-l", Path.Combine(Folder, "log"), "-o", options, "-w", "start");
        _runs = true;
    }

    public override Task EmptyAsync() =>
        AskAsync("TRUNCATE cluster_event, cluster_log, cluster_setting, orleansstorage, orleansmembershiptable, orleansmembershipversiontable");

    public override Task<string> ContentAsync() =>
        AskAsync("SELECT job FROM cluster_log UNION ALL SELECT name FROM cluster_setting UNION ALL SELECT graintypestring FROM orleansstorage");

    protected override void End()
    {
        if (!_runs) return;
        string[] command = AsUser("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
    }

    private Task<string> AskAsync(string sql) => RunAsUserAsync("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-t", "-A", "-c", sql);

    private Task<string> RunAsUserAsync(string program, params string[] arguments)
    {
        string[] command = AsUser(program, arguments);
        return RunAsync(command[0], command[1..]);
    }

    private string[] AsUser(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_programs, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["runuser", "-u", User, "--", .. command] : command;
    }
}
