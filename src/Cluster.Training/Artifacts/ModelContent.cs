using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>Everything a model folder is written from.</summary>
/// <param name="Job">Id of the job.</param>
/// <param name="Spec">The resolved spec.</param>
/// <param name="Network">The network.</param>
/// <param name="Parameters">The flat vector, <c>[Network.Layout.Length]</c>.</param>
/// <param name="Dataset">Vocabulary, labels and digest.</param>
/// <param name="NumericClass">What bits may depend on.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Metrics">Final metrics by name.</param>
public sealed record ModelContent(
    string Job,
    JobSpec Spec,
    Network Network,
    ReadOnlyMemory<float> Parameters,
    EncodedDataset Dataset,
    string NumericClass,
    long Step,
    IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Counts by class of the test; null if there are none.</summary>
    public ClassReport? Report { get; init; }
}
