using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster replay JOB --step K</c>: makes a step again and compares it with the log.</summary>
internal static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Option<long> step = new("--step") { Description = "The step, from 1", HelpName = "K", Required = true };
        Option<long> max = new("--max-steps") { Description = "Most steps to make from the nearest checkpoint [default: 1000]", HelpName = "N" };
        step.Validators.Add(result => RequirePositive(result.Tokens, "--step", result.AddError));
        max.Validators.Add(result => RequirePositive(result.Tokens, "--max-steps", result.AddError));
        Command command = new("replay", "Makes a step of a job again and compares it with the log; exit status 1 if they differ") { id, step, max };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            ReplayedStep replayed = await client.ReplayStepAsync(
                arguments.GetRequiredValue(id), arguments.GetValue(step), arguments.GetValue(max), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, replayed);
            else
                ReplayTable.Write(replayed, context.Terminal.Out);
            return replayed.Equal ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void RequirePositive(IReadOnlyList<System.CommandLine.Parsing.Token> tokens, string option, Action<string> complain)
    {
        if (tokens.Count > 0 && (tokens[^1].Value.StartsWith('-') || tokens[^1].Value == "0"))
            complain($"{option} must be at least 1.");
    }
}
