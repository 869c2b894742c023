using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary><c>cluster jobs</c>: lists all jobs, newest first.</summary>
internal static class JobsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        Command command = new("jobs", "Lists all jobs, newest first");
        command.SetAction(async (arguments, cancel) =>
        {
            using ClusterClient client = context.Client(arguments);
            IReadOnlyList<Job> jobs = await client.ListJobsAsync(cancel);
            if (context.IsJson(arguments))
                JsonLine.WriteMessage(context.Terminal.Out, new ListJobsResponse { Jobs = { jobs } });
            else
                Write(jobs, context.Terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<Job> jobs, TextWriter output)
    {
        TextTable table = new("JOB", "STATE", "STEP#", "OF#", "CREATED", "REASON");
        foreach (Job job in jobs)
        {
            Progress progress = job.Progress ?? new Progress();
            table.Add(
                job.Id,
                job.State.Name(),
                Numbers.Grouped(progress.Step),
                progress.TotalSteps == 0 ? "" : Numbers.Grouped(progress.TotalSteps),
                Numbers.Time(job.CreateTime),
                job.Reason);
        }
        table.Write(output);
    }
}
