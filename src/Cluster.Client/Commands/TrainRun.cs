using System.CommandLine;
using Cluster.Client.Errors;
using Cluster.Client.Models;
using Cluster.Client.Rendering;
using Cluster.Client.Silos;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.Commands;

/// <summary>One job from its spec to the model's folder, and the end of the silos that were started for it.</summary>
internal sealed class TrainRun(CommandContext context, ParseResult arguments, ClusterClient client, LocalCluster? local)
{
    private readonly Terminal _terminal = context.Terminal;

    /// <summary>Submits the job and returns; the silos go on.</summary>
    public async Task<int> DetachAsync(JobSpec spec, CancellationToken cancel)
    {
        Job job = await SubmitAsync(spec, cancel);
        _terminal.Error.WriteLine($"follow it with: {context.Suggest(arguments, $"watch {job.Id}")}");
        if (context.IsJson(arguments))
            JsonLine.WriteResult(_terminal.Out, JobResult.Of(job, 0, null));
        else
            _terminal.Out.WriteLine(job.Id);
        return ExitCode.Ok;
    }

    /// <summary>Submits the job, follows it, and pulls its model.</summary>
    /// <param name="spec">What to train.</param>
    /// <param name="folder">Where the model goes; null for models/ and the job's id.</param>
    /// <param name="cancel">Stops following; the job goes on.</param>
    public async Task<int> RunAsync(JobSpec spec, string? folder, CancellationToken cancel)
    {
        Job job = await SubmitAsync(spec, cancel);
        bool isLeft = false;
        try
        {
            (job, double examplesPerSecond) = await FollowAsync(job.Id, cancel);
            return await FinishAsync(job, examplesPerSecond, folder, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            isLeft = Leave(job);
            return ExitCode.Interrupted;
        }
        finally
        {
            if (!isLeft)
                await StopOwnSilosAsync(job.Id);
        }
    }

    private async Task<Job> SubmitAsync(JobSpec spec, CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            // Not cancelled: a job might exist afterwards that nobody knows of.
            Job job = await client.SubmitAsync(spec, cancel: CancellationToken.None);
            _terminal.Error.WriteLine($"job {job.Id}");
            return job;
        }
        catch
        {
            await StopOwnSilosAsync("");
            throw;
        }
    }

    /// <summary>Follows the job; if all silos are ours and end, there is nothing left to wait for.</summary>
    private async Task<(Job Job, double ExamplesPerSecond)> FollowAsync(string job, CancellationToken cancel)
    {
        JobFollower follower = new(client, context.Progress(), _terminal.Time);
        if (local is null || local.StartedCount < local.Silos.Count)
            return await follower.FollowAsync(job, 0, cancel);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task<(Job, double)> following = follower.FollowAsync(job, 0, stop.Token);
        Task<string> ended = local.EndedAsync(stop.Token);
        Task first = await Task.WhenAny(following, ended);
        await stop.CancelAsync();
        if (first == following || cancel.IsCancellationRequested)
            return await following;
        // Let the display finish before the error is told.
        await Task.WhenAny(following);
        throw new ClusterException(ErrorKind.Unavailable, await ended);
    }

    private async Task<int> FinishAsync(Job job, double examplesPerSecond, string? folder, CancellationToken cancel)
    {
        string? model = null;
        if (job.State == Job.Types.State.Succeeded)
        {
            model = Path.GetFullPath(folder ?? Path.Combine("models", PlainName.Check(job.Id)));
            await client.PullAsync(job.Id, model, cancel);
        }
        return JobEnd.Report(context, arguments, job, examplesPerSecond, model);
    }

    /// <summary>Says how to go on later; returns whether our silos stay.</summary>
    private bool Leave(Job job)
    {
        if (job.State.IsFinal())
        {
            _terminal.Error.WriteLine($"The job has ended. Fetch its model with: {context.Suggest(arguments, $"pull {job.Id}")}");
            return false;
        }
        _terminal.Error.WriteLine($"The job goes on. Follow it with: {context.Suggest(arguments, $"watch {job.Id}")}");
        if (local is null or { StartedCount: 0 })
            return true;
        string silos = local.StartedCount == 1 ? "silo" : "silos";
        if (_terminal.CanAsk)
        {
            _terminal.Error.Write($"Stop the {silos} started for it? The job stops too, until a silo runs again. [y/N] ");
            if (_terminal.In.ReadLine()?.Trim() is "y" or "Y" or "yes")
                return false;
        }
        _terminal.Error.WriteLine($"The {silos} started for it keep{(local.StartedCount == 1 ? "s" : "")} running.");
        return true;
    }

    private async Task StopOwnSilosAsync(string job)
    {
        if (local is null or { StartedCount: 0 })
            return;
        if (await RunsOthersAsync(job))
            _terminal.Error.WriteLine("The silos started here keep running, because other jobs use them.");
        else
            await local.StopAsync();
    }

    private async Task<bool> RunsOthersAsync(string job)
    {
        try
        {
            return (await client.ListJobsAsync(CancellationToken.None)).Any(other => other.Id != job && !other.State.IsFinal());
        }
        catch (ClusterException)
        {
            return false;
        }
    }
}
