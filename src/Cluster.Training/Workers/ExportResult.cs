using Cluster.V1;

namespace Cluster.Training.Workers;

/// <summary>What came of storing a model.</summary>
/// <param name="Model">The model; null if it could not be stored.</param>
/// <param name="Error">Why it could not be stored, in a sentence.</param>
public sealed record ExportResult(Model? Model, string Error = "");
