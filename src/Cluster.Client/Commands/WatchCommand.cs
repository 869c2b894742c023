using System.CommandLine;
using System.Globalization;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster watch JOB</c>: follows a job to its end.</summary>
internal static class WatchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> id = new("JOB") { Description = "The job's id" };
        Option<long> after = new("--after") { Description = "Only events after this one [default: 0, all events]", HelpName = "N" };
        after.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[^1].Value.StartsWith('-'))
                result.AddError("--after must be at least 0.");
        });
        Command command = new("watch", "Follows a job to its end; exit status 1 if it fails") { id, after };
        command.SetAction(async (arguments, cancel) =>
        {
            string job = arguments.GetRequiredValue(id);
            using ClusterClient client = context.Client(arguments);
            JobFollower follower = new(client, context.Progress(), context.Terminal.Time);
            try
            {
                (Job ended, double examplesPerSecond) = await follower.FollowAsync(job, arguments.GetValue(after), cancel);
                return JobEnd.Report(context, arguments, ended, examplesPerSecond, null);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                string again = string.Create(CultureInfo.InvariantCulture, $"watch {job} --after {follower.LastSequence}");
                context.Terminal.Error.WriteLine($"The job goes on. Follow it with: {context.Suggest(arguments, again)}");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }
}
