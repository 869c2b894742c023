using System.CommandLine;
using Cluster.Client.Silos;

namespace Cluster.Client.Commands;

/// <summary><c>cluster predict MODEL</c>: predicts from texts or a file, with a model of the cluster or of a folder.</summary>
internal static class PredictCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("MODEL") { Description = "The model's id, or a folder with a model; for a folder a silo is started if none runs" };
        PredictOptions options = new();
        SiloOptions silos = new();
        Command command = new("predict", "Predicts classes, tags or numbers from texts or a file") { id };
        options.AddTo(command);
        silos.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            string model = arguments.GetRequiredValue(id);
            bool isFolder = File.Exists(Path.Combine(model, "config.json"));
            using LocalCluster? local = isFolder ? await silos.EnsureAsync(context, arguments, Environment.ProcessId, cancel) : null;
            try
            {
                using ClusterClient client = context.Client(arguments);
                if (isFolder) model = (await client.ImportAsync(model, "", cancel)).Id;
                PredictRun run = new(context, arguments, client, options);
                return await run.RunAsync(model, cancel);
            }
            finally
            {
                if (local is not null) await local.StopAsync();
            }
        });
        return command;
    }
}
