using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster pause JOB</c>, <c>cluster resume JOB</c> and <c>cluster cancel JOB</c>: ask for another state and print where the job is.</summary>
internal static class ChangeCommand
{
    /// <summary>Makes one of the commands.</summary>
    /// <param name="context">What commands share.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, for people.</param>
    /// <param name="ask">Asks the server for the change.</param>
    public static Command Create(
        CommandContext context, string name, string description, Func<ClusterClient, string, CancellationToken, Task<Job>> ask)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Command command = new(name, description) { id };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Job job = await ask(client, arguments.GetRequiredValue(id), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, job);
            else
                context.Terminal.Out.WriteLine($"{job.Id}  {job.State.Name()}");
            return ExitCode.Ok;
        });
        return command;
    }
}
