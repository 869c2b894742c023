using Cluster.V1;
using Orleans.Concurrency;

namespace Cluster.Grains.Models;

/// <summary>One trained model; its key is its id, which is that of the job that made it or of the import.</summary>
[Alias("cluster.model")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Keeps a model's list of files, and lists it in the directory.</summary>
    /// <param name="model">The model.</param>
    [Alias("store")]
    Task Store(Model model);

    /// <summary>Returns the model, or null if there is none.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<Model?> Get();

    /// <summary>Predicts from texts or numbers. Calls at the same time are computed together.</summary>
    /// <param name="inputs">What to predict from; at least one.</param>
    /// <param name="top">Classes returned for each input, at least 1.</param>
    /// <returns>One prediction for each input, or what is wrong with the model's files or an input; null if there is no such model.</returns>
    [Alias("predict"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<PredictResult?> Predict(IReadOnlyList<PredictionInput> inputs, int top);

    /// <summary>Lets a language model go on with a text.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="length">Most tokens to add, at least 1.</param>
    /// <param name="temperature">Logits are divided by it; 0 always takes the most probable token.</param>
    /// <param name="seed">Fixes the choices.</param>
    /// <returns>The text, or what is wrong with the model's files; null if there is no such model.</returns>
    [Alias("generate"), AlwaysInterleave, ResponseTimeout("00:05:00")]
    Task<GenerateResult?> Generate(string prompt, int length, float temperature, uint seed);
}
