namespace Cluster.Training.Inference;

/// <summary>A stored model can't be used, because files are missing, damaged or do not fit each other.</summary>
/// <param name="message">What is wrong, in a sentence.</param>
/// <param name="cause">How it was found.</param>
public sealed class ModelDamagedException(string message, Exception cause) : Exception(message, cause);
