using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster datasets preview N</c>: shows the beginning of a dataset and what its columns hold.</summary>
internal static class DatasetsPreviewCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = new("DATASET") { Description = "The dataset's name" };
        Option<int> rows = new("--rows") { Description = "Records to show, at most 100 [default: 10]", HelpName = "R" };
        SiloOptions silos = new();
        Command command = new("preview", "Shows the first records of a dataset and what its columns hold") { name, rows };
        command.SetAction(async (arguments, cancel) =>
        {
            using LocalCluster? local = await silos.EnsureAsync(context, arguments, null, cancel);
            using ClusterClient client = context.Client(arguments);
            try
            {
                DatasetPreview preview = await client.PreviewDatasetAsync(arguments.GetRequiredValue(name), arguments.GetValue(rows), cancel);
                if (context.IsJson(arguments))
                    JsonLine.WriteMessage(context.Terminal.Out, preview);
                else
                    PreviewText.Write(preview, context.Terminal.Out);
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
