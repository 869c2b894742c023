namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Clock and order of everything that happens in a simulated cluster: one thread, and one seed for all that is left to chance.</summary>
internal sealed class SimulatedWorld(int seed)
{
    private readonly PriorityQueue<ScheduledAction, (long Ticks, long Order)> _later = new();
    private readonly List<Action> _ready = [];
    private long _order;

    /// <summary>Chance.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Time since the world began.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Does something at this moment; of all that is to be done at a moment, chance says what comes first.</summary>
    public void Soon(Action action) => _ready.Add(action);

    /// <summary>Does something later.</summary>
    public ScheduledAction After(TimeSpan delay, Action action)
    {
        var scheduled = new ScheduledAction(action);
        _later.Enqueue(scheduled, (Now.Ticks + Math.Max(0, delay.Ticks), _order++));
        return scheduled;
    }

    /// <summary>A duration between two, in milliseconds.</summary>
    public TimeSpan Between(double least, double most) => TimeSpan.FromMilliseconds(least + Random.NextDouble() * (most - least));

    /// <summary>Whether something happens that has this chance.</summary>
    public bool Chance(double probability) => probability > 0 && Random.NextDouble() < probability;

    /// <summary>Lets the next thing happen.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Step()
    {
        if (_ready.Count > 0)
        {
            int chosen = Random.Next(_ready.Count);
            Action action = _ready[chosen];
            _ready[chosen] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            action();
            return true;
        }

        while (_later.TryDequeue(out ScheduledAction? next, out (long Ticks, long Order) due))
        {
            if (next.Action is null) continue;
            Now = TimeSpan.FromTicks(due.Ticks);
            next.Action();
            return true;
        }

        return false;
    }
}
