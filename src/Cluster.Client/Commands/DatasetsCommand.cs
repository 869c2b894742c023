using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster datasets</c>: lists what was pushed, newest first; with its own commands it pushes, shows and removes.</summary>
internal static class DatasetsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Command command = new("datasets", "Lists datasets that were pushed, newest first; pushes, shows and removes them")
        {
            DatasetsPushCommand.Create(context),
            DatasetsPreviewCommand.Create(context),
            DatasetsRemoveCommand.Create(context),
        };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            IReadOnlyList<Dataset> datasets = await client.ListDatasetsAsync(cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, new ListDatasetsResponse { Datasets = { datasets } });
            else
                Write(datasets, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<Dataset> datasets, TextWriter output)
    {
        TextTable table = new("DATASET", "CREATED", "FORMAT", "FILES#", "BYTES#", "COLUMNS");
        foreach (Dataset dataset in datasets)
        {
            DatasetSource source = dataset.Source;
            table.Add(
                dataset.Name,
                Numbers.Time(dataset.CreateTime),
                $"{source.Format?.KindCase}".ToLowerInvariant(),
                Numbers.Grouped(source.Files.Count),
                Numbers.Grouped(source.Files.Sum(file => file.Size)),
                string.Join(", ", source.Columns.Select(column => column.Name)));
        }
        table.Write(output);
    }
}
