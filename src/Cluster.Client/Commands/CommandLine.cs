using System.CommandLine;
using System.CommandLine.Parsing;
using Cluster.Client.Errors;
using Cluster.Client.Specs;

namespace Cluster.Client.Commands;

/// <summary>All commands together: parses, runs, and turns failures into sentences and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The command line after the program's name.</param>
    /// <param name="terminal">What surrounds the command.</param>
    /// <param name="cancel">Cancelled by Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancel)
    {
        CommandContext context = new(terminal);
        // A text to predict from may begin with @, which would name a file of arguments.
        ParserConfiguration parser = new() { ResponseFileTokenReplacer = null };
        ParseResult parsed = Root(context).Parse(arguments.Length == 0 ? ["--help"] : arguments, parser);
        if (parsed.Errors.Count > 0)
            return Complain(parsed, terminal);
        try
        {
            InvocationConfiguration invocation = new()
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancel);
        }
        catch (ClusterException error)
        {
            return context.Report(error);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands and their options.</summary>
    internal static RootCommand Root(CommandContext context)
    {
        RootCommand root = new("Trains recurrent networks on as many machines as you have; the machines do not show in the result.")
        {
            TrainCommand.Create(context),
            UpCommand.Create(context),
            SubmitCommand.Create(context),
            JobsCommand.Create(context),
            JobCommand.Create(context),
            WatchCommand.Create(context),
            ChangeCommand.Create(context, "pause", "Frees the devices of a job and lets it wait", (client, job, cancel) => client.PauseJobAsync(job, cancel)),
            ChangeCommand.Create(context, "resume", "Lets a paused job go on", (client, job, cancel) => client.ResumeJobAsync(job, cancel)),
            ChangeCommand.Create(context, "cancel", "Asks a job to stop", (client, job, cancel) => client.CancelJobAsync(job, cancel)),
            ReplayCommand.Create(context),
            DatasetsCommand.Create(context),
            ModelsCommand.Create(context),
            PullCommand.Create(context),
            PredictCommand.Create(context),
            GenerateCommand.Create(context),
            SummaryCommand.Create(context),
            KeysCommand.Create(context),
            AdminCommand.Create(context),
            VersionCommand.Create(context),
        };
        root.Options.Add(context.Data);
        root.Options.Add(context.Server);
        root.Options.Add(context.Output);
        context.Access.AddTo(root);
        return root;
    }

    private static int Complain(ParseResult parsed, Terminal terminal)
    {
        Command command = parsed.CommandResult.Command;
        bool isRoot = command is RootCommand;
        if (isRoot && parsed.UnmatchedTokens.Count > 0)
            terminal.Error.WriteLine($"error: {UnknownCommand(parsed.UnmatchedTokens[0], command)}");
        else
            foreach (ParseError error in parsed.Errors)
                terminal.Error.WriteLine($"error: {error.Message}");
        terminal.Error.WriteLine($"See: {(isRoot ? "cluster" : $"cluster {command.Name}")} --help");
        return ExitCode.Usage;
    }

    private static string UnknownCommand(string given, Command root)
    {
        string? meant = Suggestion.Nearest(given, root.Subcommands.Select(command => command.Name));
        return $"There is no command or option \"{given}\".{(meant is null ? "" : $" Did you mean {meant}?")}";
    }
}
