namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Something that will happen, unless it is called off.</summary>
internal sealed class ScheduledAction(Action action)
{
    /// <summary>What happens; null if it was called off.</summary>
    public Action? Action { get; private set; } = action;

    /// <summary>Calls it off.</summary>
    public void CallOff() => Action = null;
}
