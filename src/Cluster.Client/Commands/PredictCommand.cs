using System.CommandLine;
using System.Globalization;
using Cluster.Client.Errors;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster predict MODEL</c>: predicts a class for each text.</summary>
internal static class PredictCommand
{
    // Most texts that one call may have.
    private const int BatchSize = 1000;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("MODEL") { Description = "The model's id" };
        Option<string[]> text = new("--text")
        {
            Description = "A text; may be repeated [default: each line of the input]",
            HelpName = "T",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> top = new("--top") { Description = "Classes to show for each text [default: 3]", HelpName = "N" };
        Command command = new("predict", "Predicts a class for each text") { id, text, top };
        command.SetAction(async (arguments, cancel) =>
        {
            List<string> texts = Texts(arguments.GetValue(text) ?? [], context.Terminal);
            using ClusterClient client = context.Client(arguments);
            List<Prediction> predictions = [];
            foreach (string[] batch in texts.Chunk(BatchSize))
                predictions.AddRange(await client.PredictAsync(
                    arguments.GetRequiredValue(id), batch, arguments.GetValue(top), cancel));
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, new PredictResponse { Predictions = { predictions } });
            else
                Write(texts, predictions, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static List<string> Texts(string[] given, Terminal terminal)
    {
        List<string> texts = [.. given];
        if (texts.Count == 0)
        {
            if (terminal.CanAsk)
                terminal.Error.WriteLine("One text a line; Ctrl-D ends.");
            while (terminal.In.ReadLine() is string line)
                texts.Add(line);
        }
        int empty = texts.FindIndex(string.IsNullOrWhiteSpace);
        if (empty >= 0)
            throw new ClusterException(
                ErrorKind.Usage, string.Create(CultureInfo.InvariantCulture, $"Text {empty + 1} is empty; there is nothing to predict from."));
        return texts.Count > 0
            ? texts
            : throw new ClusterException(ErrorKind.Usage, "There is no text to predict from; give one by --text, or lines on the input.");
    }

    private static void Write(List<string> texts, List<Prediction> predictions, TextWriter output)
    {
        TextTable table = new("TEXT", "LABEL", "PROBABILITY#", "NEXT");
        foreach ((string text, Prediction prediction) in texts.Zip(predictions))
        {
            IEnumerable<string> next = prediction.Classes.Skip(1)
                .Select(other => $"{other.Label} {Numbers.Fixed(other.Probability)}");
            table.Add(text, prediction.Label, Numbers.Fixed(prediction.Probability), string.Join(", ", next));
        }
        table.Write(output);
    }
}
