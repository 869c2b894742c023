namespace Cluster.Silo.DataPlane;

/// <summary>How a silo answers a pull.</summary>
internal enum PullStatus
{
    /// <summary>The floats follow.</summary>
    Found = 0,

    /// <summary>The worker is at a newer attempt, or at another version.</summary>
    Fenced = 1,

    /// <summary>The silo has no worker of the job.</summary>
    NoWorker = 2,

    /// <summary>The block or vector does not reach so far.</summary>
    OutOfRange = 3,

    /// <summary>Where the floats lie in the silo's memory follows, as an int64. They stay there until whoever asked sends a byte.</summary>
    Shown = 4,
}
