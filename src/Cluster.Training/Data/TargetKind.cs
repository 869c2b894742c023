namespace Cluster.Training.Data;

/// <summary>What a network learns to give for a sequence or a step.</summary>
public enum TargetKind
{
    /// <summary>One of several classes.</summary>
    Class,

    /// <summary>One or more numbers.</summary>
    Values,
}
