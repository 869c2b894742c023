using System.Diagnostics;
using System.Globalization;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Stores;

/// <summary>Redis. To make it silent it is held: connections stay open, and nobody answers.</summary>
internal sealed class RedisServer : StoreServer
{
    private Process? _process;

    public override string Kind => "redis";

    public override string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public override async Task StartAsync()
    {
        await RequireAsync("redis-server", "redis-server");
        _process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "yes", "--logfile", Path.Combine(Folder, "log")]))!;
        await Limit.KeepAsync("redis-server", PingAsync(), () => "");
    }

    public override Task HoldAsync()
    {
        Signals.SendStop(_process!.Id);
        return Task.CompletedTask;
    }

    public override Task ContinueAsync()
    {
        Signals.SendContinue(_process!.Id);
        return Task.CompletedTask;
    }

    public override Task EmptyAsync() => AskAsync("FLUSHALL");

    public override async Task<string> ContentAsync() => await AskAsync("KEYS", "cluster/log/*") + await AskAsync("KEYS", "cluster/settings/*") + await AskAsync("KEYS", "*/state/*");

    /// <summary>Lets it ask for a password from now on.</summary>
    public Task ProtectAsync(string password) => AskAsync("CONFIG", "SET", "requirepass", password);

    protected override void End()
    {
        if (_process is null) return;
        Signals.SendKill(_process.Id);
        _process.WaitForExit();
    }

    private Task<string> AskAsync(params string[] command) => RunAsync("redis-cli", ["-p", $"{Port}", .. command]);

    private async Task PingAsync()
    {
        while (true)
        {
            try
            {
                if (await AskAsync("PING") == "PONG") return;
            }
            catch (InvalidOperationException)
            {
                // It does not listen yet.
            }
        }
    }
}
