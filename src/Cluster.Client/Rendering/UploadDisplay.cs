using System.Globalization;
using Spectre.Console;

namespace Cluster.Client.Rendering;

/// <summary>How far an upload is: a bar that is drawn anew up to ten times a second, or plain lines at most one a second.</summary>
internal sealed class UploadDisplay(TextWriter output, bool isLive, TimeProvider time)
{
    private const int BarWidth = 24;
    private const int Mega = 1_000_000;
    private const string ClearLine = "\r\u001b[2K";

    private readonly IAnsiConsole? _console = isLive ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }) : null;
    private readonly TimeSpan _pause = isLive ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1);
    private DateTimeOffset _next = time.GetUtcNow() + (isLive ? TimeSpan.Zero : TimeSpan.FromSeconds(1));

    /// <summary>Tells how far a file is.</summary>
    public void Show(string file, long sent, long size)
    {
        if (time.GetUtcNow() < _next) return;
        _next = time.GetUtcNow() + _pause;
        string text = string.Create(CultureInfo.InvariantCulture, $"{file}  {Percent(sent, size)} %  {sent / (double)Mega:0.0} of {size / (double)Mega:0.0} MB");
        if (_console is null)
        {
            output.WriteLine($"uploading {text}");
            return;
        }

        int filled = (int)(Percent(sent, size) * BarWidth / 100);
        _console.Write(new ControlCode(ClearLine));
        _console.Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {Markup.Escape(text)}");
    }

    /// <summary>Leaves an empty line for what comes next.</summary>
    public void Finish() => _console?.Write(new ControlCode(ClearLine));

    private static long Percent(long sent, long size) => size == 0 ? 100 : sent * 100 / size;
}
