namespace Cluster.Training.Runs;

/// <summary>What a run does next.</summary>
public enum RunTask
{
    /// <summary>One more step.</summary>
    Step,

    /// <summary>Evaluate the validation split, because an epoch ended.</summary>
    Validate,

    /// <summary>Write a checkpoint.</summary>
    Save,

    /// <summary>Test and store the final model.</summary>
    Finish,

    /// <summary>Find out who is wrong, because a shard came to two different results.</summary>
    Settle,
}
