using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster cancel JOB</c>: asks a job to stop.</summary>
internal static class CancelCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Command command = new("cancel", "Asks a job to stop") { id };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Job job = await client.CancelJobAsync(arguments.GetRequiredValue(id), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, job);
            else
                context.Terminal.Out.WriteLine($"{job.Id}  {job.State.Name()}");
            return ExitCode.Ok;
        });
        return command;
    }
}
