using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>One trained model; its key is the id of the job that made it.</summary>
[Alias("cluster.model")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Keeps a model's list of files.</summary>
    /// <param name="model">The model.</param>
    [Alias("store")]
    Task Store(Model model);

    /// <summary>Returns the model, or null if there is none.</summary>
    [Alias("get")]
    Task<Model?> Get();

    /// <summary>Predicts classes of texts.</summary>
    /// <param name="texts">None may be empty.</param>
    /// <param name="top">Classes returned for each text, at least 1.</param>
    /// <returns>One prediction for each text, or what is wrong with the model's files; null if there is no such model.</returns>
    [Alias("predict"), ResponseTimeout("00:02:00")]
    Task<PredictResult?> Predict(IReadOnlyList<string> texts, int top);
}
