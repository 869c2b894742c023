using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster summary SPEC</c>: shows the network of a spec without training it.</summary>
internal static class SummaryCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        SpecArguments spec = new();
        SiloOptions silos = new();
        Command command = new("summary", "Shows the network of a spec: layers, shapes and parameters");
        spec.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            JobSpec given = spec.Read(arguments);
            using LocalCluster? local = await silos.EnsureAsync(context, arguments, null, cancel);
            using ClusterClient client = context.Client(arguments);
            try
            {
                await spec.PushFilesAsync(given, client, context, arguments, cancel);
                ModelSummary summary = await client.SummarizeAsync(given, cancel);
                if (context.IsJson(arguments))
                    JsonLine.WriteMessage(context.Terminal.Out, summary);
                else
                    Write(summary, context.Terminal.Out);
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

    private static void Write(ModelSummary summary, TextWriter output)
    {
        TextTable table = new("LAYER", "KIND", "OUTPUT SHAPE", "PARAMETERS#");
        foreach (LayerSummary layer in summary.Layers)
            table.Add(layer.Name, layer.Kind, layer.OutputShape, Numbers.Grouped(layer.Parameters));
        table.Add("total", "", "", Numbers.Grouped(summary.Parameters));
        table.Write(output);
    }
}
