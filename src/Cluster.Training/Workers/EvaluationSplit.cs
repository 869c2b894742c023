namespace Cluster.Training.Workers;

/// <summary>Examples that are not trained on.</summary>
public enum EvaluationSplit
{
    /// <summary>Evaluated after each epoch.</summary>
    Validation,

    /// <summary>Evaluated once, at the end.</summary>
    Test,
}
