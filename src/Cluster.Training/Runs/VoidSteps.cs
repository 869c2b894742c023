namespace Cluster.Training.Runs;

/// <summary>
/// Steps that were declared void because the workers' states differed. They are made again, with the same numbers, in later attempts;
/// so the attempt tells a worker that still has a void version from one that has the good one.
/// </summary>
/// <param name="ValidSteps">Steps that still count.</param>
/// <param name="Attempt">The last attempt whose later steps are void; 0 if no step ever was.</param>
public readonly record struct VoidSteps(long ValidSteps, long Attempt)
{
    /// <summary>Whether a version is void.</summary>
    /// <param name="version">The version.</param>
    /// <param name="madeIn">Attempt in which a worker came to it.</param>
    public bool Contain(long version, long madeIn) => version > ValidSteps && madeIn <= Attempt;
}
