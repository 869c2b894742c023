namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>
/// A process that can be stopped between any two awaits: for ever, when it is killed, or for a while. All code of the
/// process runs in this context, so what a dead process would have done next never happens.
/// </summary>
internal sealed class SimulatedProcess : SynchronizationContext
{
    private readonly SimulatedWorld _world;
    private readonly List<Action> _held = [];

    public SimulatedProcess(SimulatedWorld world)
    {
        _world = world;
        Time = new SimulatedTime(world, this);
    }

    /// <summary>The clock as the process sees it.</summary>
    public SimulatedTime Time { get; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public bool IsRunning => !IsDead && !IsPaused;

    public void Kill() => IsDead = true;

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        foreach (Action action in _held) _world.Soon(() => Do(action));
        _held.Clear();
    }

    /// <summary>Does something in the process, now or when it goes on.</summary>
    public void Do(Action action)
    {
        if (IsDead) return;
        if (IsPaused)
        {
            _held.Add(action);
            return;
        }

        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _world.Soon(() => Do(() => d(state)));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing blocks in a simulation");

    public override SynchronizationContext CreateCopy() => this;
}
