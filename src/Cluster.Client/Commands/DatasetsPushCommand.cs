using System.CommandLine;
using Cluster.Client.Datasets;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster datasets push FILE</c>: brings files to the server under a name.</summary>
internal static class DatasetsPushCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> paths = new("FILE") { Description = "Files, or a folder of data files", Arity = ArgumentArity.OneOrMore };
        Option<string?> name = new("--name") { Description = "Name of the dataset [default: the first file's, without its ending]", HelpName = "N" };
        Option<bool> replace = new("--replace") { Description = "Let a name that stands for other content stand for this one; jobs keep theirs" };
        SiloOptions silos = new();
        Command command = new("push", "Brings files to the server; goes on where an earlier push ended") { paths, name, replace };
        command.SetAction(async (arguments, cancel) =>
        {
            string[] given = arguments.GetRequiredValue(paths);
            // Silos that are started here end with the command; what was pushed stays in the data directory.
            using LocalCluster? local = await silos.EnsureAsync(context, arguments, null, cancel);
            using ClusterClient client = context.Client(arguments);
            try
            {
                Dataset dataset = await new DatasetPush(client, context.Terminal).NamedAsync(
                    given, arguments.GetValue(name) ?? DataFiles.NameOf(given[0]), arguments.GetValue(replace), cancel);
                if (context.IsJson(arguments))
                    JsonLine.WriteMessage(context.Terminal.Out, dataset);
                else
                    context.Terminal.Out.WriteLine(dataset.Name);
            }
            finally
            {
                if (local is not null)
                    await local.StopAsync();
            }
            return ExitCode.Ok;
        });
        return command;
    }
}
