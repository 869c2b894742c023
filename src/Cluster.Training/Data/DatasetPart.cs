namespace Cluster.Training.Data;

/// <summary>What the examples of a dataset are used for.</summary>
public enum DatasetPart
{
    /// <summary>Steps are made from them.</summary>
    Training,

    /// <summary>Each epoch ends with an evaluation on them.</summary>
    Validation,

    /// <summary>The final model is evaluated on them.</summary>
    Test,
}
