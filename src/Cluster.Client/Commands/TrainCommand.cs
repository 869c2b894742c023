using System.CommandLine;
using Cluster.Client.Silos;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster train SPEC</c>: trains and brings the model, with silos of its own if none run.</summary>
internal static class TrainCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        SpecArguments spec = new();
        SiloOptions silos = new();
        Option<string?> folder = new("--out") { Description = "Folder for the model [default: models/JOB]", HelpName = "DIR" };
        Option<bool> detach = new("--detach") { Description = "Submit the job and return; the silos keep running" };
        Command command = new("train", "Trains a model: starts silos if none run, follows the job, and brings the model");
        spec.AddTo(command);
        silos.AddTo(command);
        command.Options.Add(folder);
        command.Options.Add(detach);
        command.SetAction(async (arguments, cancel) =>
        {
            JobSpec job = spec.Read(arguments);
            using LocalCluster? local = await silos.EnsureAsync(context, arguments, null, cancel);
            using ClusterClient client = context.Client(arguments);
            try
            {
                await spec.PushFilesAsync(job, client, context, arguments, cancel);
            }
            catch when (local is not null)
            {
                await local.StopAsync();
                throw;
            }
            TrainRun run = new(context, arguments, client, local);
            return arguments.GetValue(detach)
                ? await run.DetachAsync(job, cancel)
                : await run.RunAsync(job, arguments.GetValue(folder), cancel);
        });
        return command;
    }
}
