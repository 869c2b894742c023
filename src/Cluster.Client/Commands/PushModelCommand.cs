using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster models push DIR</c>: gives a model's folder to a cluster, where it can be asked, pulled and trained on.</summary>
internal static class PushModelCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> folder = new("DIR") { Description = "Folder of a model, as cluster pull makes it" };
        Option<string?> name = new("--name") { Description = "Begin of the model's id [default: the name in its spec]", HelpName = "N" };
        Command command = new("push", "Gives a model's folder to the cluster and prints the model's id") { folder, name };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            Model model = await client.ImportAsync(arguments.GetRequiredValue(folder), arguments.GetValue(name) ?? "", cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, model);
            else
                context.Terminal.Out.WriteLine(model.Id);
            return ExitCode.Ok;
        });
        return command;
    }
}
