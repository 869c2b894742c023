using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster job JOB</c>: shows one job.</summary>
internal static class JobCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Command command = new("job", "Shows one job") { id };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Job job = await client.GetJobAsync(arguments.GetRequiredValue(id), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, job);
            else
                JobTable.Write(job, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }
}
