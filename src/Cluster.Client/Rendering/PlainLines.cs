using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>Lines for logs and pipes: every notable event, and progress at most once a second.</summary>
internal sealed class PlainLines(TextWriter output, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private DateTimeOffset _nextLine = time.GetUtcNow() + Pause;
    private string? _interruption;

    /// <inheritdoc/>
    public void Show(JobEvent jobEvent, TrainingProgress progress)
    {
        _interruption = null;
        string? line = ProgressText.Event(jobEvent, progress);
        bool isDue = jobEvent.EventCase == JobEvent.EventOneofCase.StepCompleted && time.GetUtcNow() >= _nextLine;
        if (line is null && !isDue)
            return;
        output.WriteLine(line ?? ProgressText.Line(progress));
        _nextLine = time.GetUtcNow() + Pause;
    }

    /// <inheritdoc/>
    public void Tick(TrainingProgress progress, string? interruption)
    {
        if (interruption is not null && _interruption is null)
            output.WriteLine($"connection lost, trying again: {interruption}");
        _interruption = interruption;
    }

    /// <inheritdoc/>
    public void Finish() => output.Flush();
}
