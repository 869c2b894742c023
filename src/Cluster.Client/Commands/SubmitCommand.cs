using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster submit SPEC</c>: gives a job to a running server and returns.</summary>
internal static class SubmitCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        SpecArguments spec = new();
        Option<bool> validateOnly = new("--validate-only") { Description = "Only check the spec" };
        Command command = new("submit", "Gives a job to a running server, prints its id and returns");
        spec.AddTo(command);
        command.Options.Add(validateOnly);
        command.SetAction(async (arguments, cancel) =>
        {
            JobSpec given = spec.Read(arguments);
            bool isCheck = arguments.GetValue(validateOnly);
            using ClusterClient client = context.Client(arguments);
            await spec.PushFilesAsync(given, client, context, arguments, cancel);
            Job job = await client.SubmitAsync(given, isCheck, cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, job);
            else if (!isCheck)
                context.Terminal.Out.WriteLine(job.Id);
            context.Terminal.Error.WriteLine(isCheck
                ? "The spec is valid."
                : $"follow it with: {context.Suggest(arguments, $"watch {job.Id}")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
