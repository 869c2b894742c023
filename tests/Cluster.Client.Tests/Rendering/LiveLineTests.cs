using Cluster.Client.Rendering;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace Cluster.Client.Tests.Rendering;

public sealed class LiveLineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Events.Noon);
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly TrainingProgress _progress = new(new Job { Progress = new V1.Progress { Epochs = 1, TotalSteps = 4 } });

    public void Dispose() => _output.Dispose();

    [Fact]
    public void The_bar_fills_with_the_steps_and_the_line_is_drawn_at_most_ten_times_a_second()
    {
        LiveLine line = Line(120);
        Show(line, Events.Step(1, 1));
        Show(line, Events.Step(2, 2));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Show(line, Events.Step(3, 3));

        string[] drawn = _output.ToString().Split("\r\u001b[2K", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, drawn.Length);
        Assert.Equal($"{new string('━', 24)} epoch 1/1  step 1/4  2 s left  loss 1.0000  accuracy 0.5000  64 ex/s", drawn[0]);
        Assert.Contains("step 3/4", drawn[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_cut_before_the_last_column_and_the_bar_gives_way()
    {
        LiveLine line = Line(40);
        line.Tick(_progress, "[the server] " + new string('x', 100));

        string drawn = _output.ToString().Replace("\r\u001b[2K", "", StringComparison.Ordinal);
        Assert.Equal(39, drawn.Length);
    }

    private void Show(LiveLine line, JobEvent jobEvent)
    {
        _progress.Apply(jobEvent);
        line.Show(jobEvent, _progress);
    }

    private LiveLine Line(int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = width;
        return new LiveLine(console, _time);
    }
}
