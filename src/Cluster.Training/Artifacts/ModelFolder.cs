using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>
/// What a user takes away: model.safetensors with PyTorch's names, config.json, vocabulary.txt, labels.txt, spec.json,
/// metrics.json, provenance.json and README.md.
/// </summary>
public static class ModelFolder
{
    /// <summary>Stores the files as blobs.</summary>
    /// <param name="blobs">Receives the files.</param>
    /// <param name="content">What to write.</param>
    /// <param name="time">When it is stored.</param>
    /// <returns>The model with its files; the weights' digest does not depend on job, time or machine.</returns>
    public static Model Write(BlobStore blobs, ModelContent content, DateTimeOffset time) => throw new NotImplementedException();
}
