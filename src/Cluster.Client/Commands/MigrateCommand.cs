using System.CommandLine;
using System.Diagnostics;
using Cluster.Client.Silos;

namespace Cluster.Client.Commands;

/// <summary><c>cluster admin migrate</c>: brings a PostgreSQL database to the schema of this version. The silo's program does it, which knows the database.</summary>
internal static class MigrateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string> file = new("--connection-file")
        {
            Description = "File with the connection string, such as Host=...;Database=...;Username=...;Password=...",
            HelpName = "FILE",
            Required = true,
        };
        Command command = new("migrate", "Brings a PostgreSQL database to the schema of this version; changes nothing if it has it") { file };
        command.SetAction(async (arguments, cancel) =>
        {
            Terminal terminal = context.Terminal;
            string program = SiloExecutable.Find(terminal.Environment("CLUSTER_SILO"), terminal.BaseDirectory);
            ProcessStartInfo start = new(program, ["migrate", "--connectionFile", Path.GetFullPath(arguments.GetRequiredValue(file))])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            terminal.Out.Write(await output);
            terminal.Error.Write(await errors);
            return process.ExitCode == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
