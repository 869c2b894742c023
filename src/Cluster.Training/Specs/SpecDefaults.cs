using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>Fills in every default, so that a resolved spec repeats the run whatever later defaults are.</summary>
public static class SpecDefaults
{
    /// <summary>Returns a copy with every field set.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="drawnSeed">Used if the spec has no seed.</param>
    public static JobSpec Resolve(JobSpec spec, uint drawnSeed) => throw new NotImplementedException();
}
