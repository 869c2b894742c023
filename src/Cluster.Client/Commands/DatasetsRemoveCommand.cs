using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster datasets rm N</c>: removes a dataset's name.</summary>
internal static class DatasetsRemoveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = new("DATASET") { Description = "The dataset's name" };
        Command command = new("rm", "Removes a dataset; files that an unfinished job needs stay until it ends") { name };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Dataset removed = await client.DeleteDatasetAsync(arguments.GetRequiredValue(name), cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, removed);
            else
                context.Terminal.Error.WriteLine($"{removed.Name} is removed.");
            return ExitCode.Ok;
        });
        return command;
    }
}
