using System.CommandLine;
using Cluster.Client.Models;
using Cluster.Client.Rendering;
using Cluster.Client.TensorBoard;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster pull MODEL</c>: downloads a model.</summary>
internal static class PullCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("MODEL") { Description = "The model's id, which is that of its job" };
        Option<string?> folder = new("--out") { Description = "Folder for the model [default: models/MODEL]", HelpName = "DIR" };
        Option<string[]> formats = new("--format")
        {
            Description = "Also bring the model in this format, or the run's events for TensorBoard; may be repeated",
            AllowMultipleArgumentsPerToken = true,
        };
        formats.AcceptOnlyFromAmong("onnx", "keras", "tensorboard");
        Command command = new("pull", "Downloads a model; goes on where an earlier download ended") { id, folder, formats };
        command.SetAction(async (arguments, cancel) =>
        {
            string model = arguments.GetRequiredValue(id);
            string target = Path.GetFullPath(arguments.GetValue(folder) ?? Path.Combine("models", PlainName.Check(model)));
            using ClusterClient client = context.Client(arguments);
            Model pulled = await client.PullAsync(model, target, cancel);
            foreach (string format in (arguments.GetValue(formats) ?? []).Distinct())
            {
                foreach (string path in await ExportAsync(client, model, format, target, cancel))
                    context.Terminal.Error.WriteLine(path);
            }
            if (context.IsJson(arguments))
                JsonLine.WriteResult(context.Terminal.Out, new { Model = target, pulled.WeightsSha256, pulled.Metrics });
            else
                context.Terminal.Out.WriteLine(target);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> ExportAsync(
        ClusterClient client, string model, string format, string folder, CancellationToken cancel) => format switch
        {
            "onnx" => await client.ExportAsync(model, ExportModelRequest.Types.Format.Onnx, folder, cancel),
            "keras" => await client.ExportAsync(model, ExportModelRequest.Types.Format.Keras, folder, cancel),
            _ => [await new RunHistory(client).WriteAsync(model, folder, cancel)],
        };
}
