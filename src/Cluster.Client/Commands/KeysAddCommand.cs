using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster keys add --name N --scope S</c>: makes a key and prints its secret, once.</summary>
internal static class KeysAddCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string> name = new("--name") { Description = "Who or what will use it", HelpName = "NAME", Required = true };
        Option<string> scope = new("--scope") { Description = "What it allows; each scope includes those before it", Required = true };
        Option<int?> requests = new("--requests-per-second") { Description = "Most calls a second; 0 for no limit [default: as the server says]", HelpName = "N" };
        Option<int?> jobs = new("--running-jobs") { Description = "Most jobs that have not ended; 0 for no limit [default: as the server says]", HelpName = "N" };
        Option<long?> uploads = new("--upload-bytes-per-day") { Description = "Most bytes of uploads in a day; 0 for no limit [default: as the server says]", HelpName = "N" };
        Command command = new("add", "Makes a key and prints its secret, which is never shown again")
        {
            name, scope.AcceptOnlyFromAmong("viewer", "submitter", "admin"), requests, jobs, uploads,
        };
        command.SetAction(async (arguments, cancel) =>
        {
            KeyLimits limits = new();
            if (arguments.GetValue(requests) is int calls) limits.RequestsPerSecond = calls;
            if (arguments.GetValue(jobs) is int running) limits.RunningJobs = running;
            if (arguments.GetValue(uploads) is long bytes) limits.UploadBytesPerDay = bytes;
            AccessKey.Types.Scope chosen = Enum.Parse<AccessKey.Types.Scope>(arguments.GetRequiredValue(scope), ignoreCase: true);
            using ClusterClient client = context.Client(arguments);
            AddKeyResponse added = await client.AddKeyAsync(arguments.GetRequiredValue(name), chosen, limits, cancel);
            if (context.IsJson(arguments))
            {
                JsonLine.WriteMessage(context.Terminal.Out, added);
                return ExitCode.Ok;
            }

            context.Terminal.Error.WriteLine($"Key {added.Key.Id} is made. This is its secret; keep it, the cluster can't show it again:");
            context.Terminal.Out.WriteLine(added.Secret);
            return ExitCode.Ok;
        });
        return command;
    }
}
