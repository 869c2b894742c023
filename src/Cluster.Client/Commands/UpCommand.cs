using System.CommandLine;
using Cluster.Client.Errors;
using Cluster.Client.Silos;

namespace Cluster.Client.Commands;

/// <summary><c>cluster up</c>: runs silos until Ctrl-C.</summary>
internal static class UpCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        SiloOptions silos = new();
        Command command = new("up", "Starts silos on this machine and stops them at Ctrl-C; prints the server's address");
        silos.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            using LocalCluster? local = await silos.EnsureAsync(context, arguments, Environment.ProcessId, cancel);
            if (local is null)
                throw new ClusterException(ErrorKind.Usage, "up starts silos on this machine, so it takes no server (--server, CLUSTER_SERVER).");
            context.Terminal.Out.WriteLine(local.Silos[0].FrontDoor.GetLeftPart(UriPartial.Authority));
            context.Terminal.Out.Flush();
            if (local.StartedCount > 0)
                await HoldAsync(context.Terminal, local, cancel);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task HoldAsync(Terminal terminal, LocalCluster local, CancellationToken cancel)
    {
        terminal.Error.WriteLine("Ctrl-C stops what was started here.");
        try
        {
            throw new ClusterException(ErrorKind.Unavailable, await local.EndedAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await local.StopAsync();
        }
    }
}
