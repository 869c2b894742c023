using Cluster.V1;
using Spectre.Console;

namespace Cluster.Client.Rendering;

/// <summary>
/// A line at the bottom of the terminal that is drawn anew up to ten times a second, below the lines of notable events.
/// The cursor stays visible, so that a terminal is whole whenever the command is stopped.
/// </summary>
internal sealed class LiveLine(IAnsiConsole console, TimeProvider time) : IProgressDisplay
{
    private const int MostBarWidth = 24;
    private const int LeastBarWidth = 6;
    private const string ClearLine = "\r\u001b[2K";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private DateTimeOffset _nextDraw;

    /// <inheritdoc/>
    public void Show(JobEvent jobEvent, TrainingProgress progress)
    {
        string? line = ProgressText.Event(jobEvent, progress);
        if (line is not null)
        {
            console.Write(new ControlCode(ClearLine));
            console.WriteLine(line);
            _nextDraw = default;
        }
        if (time.GetUtcNow() >= _nextDraw)
            Draw(progress, null);
    }

    /// <inheritdoc/>
    public void Tick(TrainingProgress progress, string? interruption) => Draw(progress, interruption);

    /// <inheritdoc/>
    public void Finish() => console.Write(new ControlCode(ClearLine));

    private void Draw(TrainingProgress progress, string? interruption)
    {
        _nextDraw = time.GetUtcNow() + Pause;
        string text = interruption is null ? ProgressText.Line(progress) : $"connection lost, trying again: {interruption}";
        // One column stays free: a full line would wrap, and the next clear would leave its upper half.
        int room = Math.Max(0, console.Profile.Width - 1);
        if (text.Length > room)
            text = text[..room];
        console.Write(new ControlCode(ClearLine));
        console.Markup(Bar(progress, Math.Min(MostBarWidth, room - text.Length - 1)) + Markup.Escape(text));
    }

    private static string Bar(TrainingProgress progress, int width)
    {
        if (width < LeastBarWidth)
            return "";
        double done = progress.TotalSteps > 0 ? Math.Clamp((double)progress.Step / progress.TotalSteps, 0, 1) : 0;
        int filled = (int)(done * width);
        return $"[green]{new string('━', filled)}[/][grey]{new string('━', width - filled)}[/] ";
    }
}
