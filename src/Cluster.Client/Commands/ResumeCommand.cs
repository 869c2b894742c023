using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster resume JOB</c>: lets a paused job go on.</summary>
internal static class ResumeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Command command = new("resume", "Lets a paused job go on") { id };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Job job = await client.ResumeJobAsync(arguments.GetRequiredValue(id), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, job);
            else
                context.Terminal.Out.WriteLine($"{job.Id}  {job.State.Name()}");
            return ExitCode.Ok;
        });
        return command;
    }
}
