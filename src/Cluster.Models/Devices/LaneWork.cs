namespace Cluster.Models.Devices;

/// <summary>Something that waits for a lane.</summary>
internal abstract class LaneWork
{
    /// <summary>Computes on the calling lane, unless it was given up before.</summary>
    public abstract void Run(int lane);

    /// <summary>Fails what has not begun, because the device is gone.</summary>
    public abstract void Abandon();
}
