using System.CommandLine;
using Cluster.Client.Rendering;

namespace Cluster.Client.Commands;

/// <summary><c>cluster version</c>: prints the version of this program.</summary>
internal static class VersionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Command command = new("version", "Prints the version of this program");
        command.SetAction(arguments =>
        {
            string version = typeof(VersionCommand).Assembly.GetName().Version!.ToString(3);
            if (context.IsJson(arguments))
                JsonLine.WriteResult(context.Terminal.Out, new { Version = version });
            else
                context.Terminal.Out.WriteLine($"cluster {version}");
            return ExitCode.Ok;
        });
        return command;
    }
}
