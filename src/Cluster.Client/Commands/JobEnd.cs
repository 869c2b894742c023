using System.CommandLine;
using Cluster.Client.Rendering;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>Tells how a job ended.</summary>
internal static class JobEnd
{
    /// <summary>Writes the result and returns the exit code: 1 unless the job succeeded.</summary>
    public static int Report(CommandContext context, ParseResult arguments, Job job, double examplesPerSecond, string? model)
    {
        JobResult result = JobResult.Of(job, examplesPerSecond, model);
        if (job.State != Job.Types.State.Succeeded)
        {
            string reason = job.Reason.Length == 0 ? "" : $" ({job.Reason})";
            context.Terminal.Error.WriteLine($"error: job {job.Id} {result.State}{reason}{(job.Message.Length == 0 ? "" : ": ")}{job.Message}");
        }
        if (context.IsJson(arguments))
            JsonLine.WriteResult(context.Terminal.Out, result);
        else
            result.Write(context.Terminal.Out);
        return job.State == Job.Types.State.Succeeded ? ExitCode.Ok : ExitCode.Failed;
    }
}
