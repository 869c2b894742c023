namespace Cluster.Client.Rendering;

/// <summary>Measures how fast steps are made, over the last 30 s of them.</summary>
internal sealed class StepRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Queue<(DateTimeOffset Time, long Step, long Examples)> _marks = new();
    private (DateTimeOffset Time, long Step, long Examples) _last;

    /// <summary>Steps made per second; 0 before the first.</summary>
    public double StepsPerSecond { get; private set; }

    /// <summary>Training examples used per second; 0 before the first step.</summary>
    public double ExamplesPerSecond { get; private set; }

    /// <summary>Adds a step.</summary>
    /// <param name="end">When it ended.</param>
    /// <param name="step">Steps done, this one included.</param>
    /// <param name="examples">Examples in the step.</param>
    /// <param name="seconds">How long it took; places the start of the first step.</param>
    public void Add(DateTimeOffset end, long step, int examples, double seconds)
    {
        if (_marks.Count == 0)
            _marks.Enqueue((end - TimeSpan.FromSeconds(seconds), step - 1, 0));
        _last = (end, step, _last.Examples + examples);
        _marks.Enqueue(_last);
        while (_marks.Count > 2 && end - _marks.Peek().Time > Window)
            _marks.Dequeue();
        (DateTimeOffset Time, long Step, long Examples) first = _marks.Peek();
        double elapsed = (end - first.Time).TotalSeconds;
        StepsPerSecond = elapsed > 0 ? (_last.Step - first.Step) / elapsed : 0;
        ExamplesPerSecond = elapsed > 0 ? (_last.Examples - first.Examples) / elapsed : 0;
    }
}
