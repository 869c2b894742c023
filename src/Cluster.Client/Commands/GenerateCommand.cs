using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster generate MODEL</c>: lets a language model go on with a text.</summary>
internal static class GenerateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("MODEL") { Description = "The model's id" };
        Option<string> prompt = new("--prompt") { Description = "What the text begins with [default: nothing]", HelpName = "T" };
        Option<int> length = new("--length") { Description = "Most tokens to add [default: 200]", HelpName = "N" };
        Option<float?> temperature = new("--temperature")
        {
            Description = "How even the choice is; 0 always takes the most probable token [default: 1]",
            HelpName = "X",
        };
        Option<uint> seed = new("--seed") { Description = "Fixes the choices [default: 0]", HelpName = "N" };
        Command command = new("generate", "Lets a language model go on with a text") { id, prompt, length, temperature, seed };
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            GeneratedText text = await client.GenerateAsync(
                arguments.GetRequiredValue(id),
                arguments.GetValue(prompt) ?? "",
                arguments.GetValue(length),
                arguments.GetValue(temperature) ?? 1,
                arguments.GetValue(seed),
                cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, text);
            else
                context.Terminal.Out.WriteLine(text.Text);
            return ExitCode.Ok;
        });
        return command;
    }
}
