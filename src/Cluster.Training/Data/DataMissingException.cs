namespace Cluster.Training.Data;

/// <summary>A file of a dataset cannot be had from any silo that lives.</summary>
/// <param name="message">Which one and why, in a sentence.</param>
public sealed class DataMissingException(string message) : Exception(message);
