using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster models</c>: lists all models, newest first.</summary>
internal static class ModelsCommand
{
    private const int ShortDigest = 12;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Command command = new("models", "Lists all models, newest first") { PushModelCommand.Create(context) };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            IReadOnlyList<Model> models = await client.ListModelsAsync(cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, new ListModelsResponse { Models = { models } });
            else
                Write(models, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<Model> models, TextWriter output)
    {
        TextTable table = new("MODEL", "CREATED", "PARAMETERS#", "WEIGHTS", "METRICS");
        foreach (Model model in models)
        {
            string digest = model.WeightsSha256.Length > ShortDigest ? model.WeightsSha256[..ShortDigest] : model.WeightsSha256;
            table.Add(model.Id, Numbers.Time(model.CreateTime), Numbers.Grouped(model.Parameters), digest, MetricTable.Line(model.Metrics));
        }
        table.Write(output);
    }
}
