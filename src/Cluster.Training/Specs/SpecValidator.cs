using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>Says everything that is wrong in a spec, at once. Runs once, at the door.</summary>
public static class SpecValidator
{
    /// <summary>Checks a spec as the user gave it.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>All violations; empty if the spec is valid.</returns>
    public static IReadOnlyList<Violation> Validate(JobSpec spec) => throw new NotImplementedException();
}
