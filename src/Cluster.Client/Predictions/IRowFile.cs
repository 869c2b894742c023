using Cluster.V1;

namespace Cluster.Client.Predictions;

/// <summary>A file of rows to predict from, one input each, and the file that gets the same rows with their predictions.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>Reads the next row; null at the end. Rows read wait until <see cref="Write"/>.</summary>
    /// <exception cref="Errors.ClusterException">The row can't be read; the message names file and line.</exception>
    PredictionInput? Next();

    /// <summary>Writes the row that waits longest with its prediction.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="valueNames">Names of predicted numbers.</param>
    void Write(Prediction prediction, IReadOnlyList<string> valueNames);

    /// <summary>Writes what is still in buffers.</summary>
    void Flush();
}
