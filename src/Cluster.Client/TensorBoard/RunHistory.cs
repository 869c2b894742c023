using Cluster.Client.Errors;
using Cluster.Client.Models;
using Cluster.Client.Watching;
using Cluster.V1;

namespace Cluster.Client.TensorBoard;

/// <summary>Writes what happened in a job as an event file: numbers of each step, of each epoch's validation, and of the test.</summary>
internal sealed class RunHistory(ClusterClient client)
{
    /// <summary>Writes the file of a job that has ended.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The file's path; the same job gives the same file.</returns>
    /// <exception cref="ClusterException">NotFound: no such job. Usage: it has not ended.</exception>
    public async Task<string> WriteAsync(string job, string folder, CancellationToken cancel)
    {
        Job found = await client.GetJobAsync(job, cancel);
        if (!found.State.IsFinal())
            throw new ClusterException(ErrorKind.Usage, $"The job {job} has not ended; its events can be written when it has.");
        DateTimeOffset began = found.CreateTime?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
        string path = Path.Combine(folder, PlainName.Check($"events.out.tfevents.{began.ToUnixTimeSeconds()}.{job}"));
        Directory.CreateDirectory(folder);
        await using (FileStream output = new(path + ".part", FileMode.Create, FileAccess.Write))
        {
            EventFile file = new(output, began);
            long step = 0;
            await foreach (JobEvent happened in client.Watch(job).WithCancellation(cancel)) step = Add(file, happened, step, found);
        }
        File.Move(path + ".part", path, overwrite: true);
        return path;
    }

    /// <summary>Writes what one event tells; returns the step at which the run is then.</summary>
    private static long Add(EventFile file, JobEvent happened, long step, Job job)
    {
        DateTimeOffset time = happened.Time?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
        switch (happened.EventCase)
        {
            case JobEvent.EventOneofCase.StepCompleted:
                file.Add(time, happened.StepCompleted.Step, Numbers(happened.StepCompleted, job));
                return happened.StepCompleted.Step;
            case JobEvent.EventOneofCase.EpochCompleted:
                file.Add(time, happened.EpochCompleted.Step, Numbers(happened.EpochCompleted.Metrics));
                return happened.EpochCompleted.Step;
            case JobEvent.EventOneofCase.ModelSaved:
                file.Add(time, step, Numbers(happened.ModelSaved.Metrics));
                return step;
            default:
                return step;
        }
    }

    private static IEnumerable<(string, double)> Numbers(StepCompleted step, Job job)
    {
        yield return ("train/loss", step.Loss);
        // Where targets are numbers there is nothing that could be right or wrong.
        if (job.Spec?.Task is not (JobSpec.Types.Task.Regression or JobSpec.Types.Task.Forecasting)) yield return ("train/accuracy", step.Accuracy);
        yield return ("train/learning_rate", step.LearningRate);
        yield return ("train/gradient_norm", step.GradientNorm);
        yield return ("system/workers", step.Workers);
        if (step.Seconds > 0) yield return ("system/examples_per_second", step.Examples / step.Seconds);
    }

    private static IEnumerable<(string, double)> Numbers(IEnumerable<KeyValuePair<string, double>> metrics) =>
        metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => (metric.Key, metric.Value));
}
