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

    /// <summary>Lets a language model go on with a text.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="length">Most tokens to add, at least 1.</param>
    /// <param name="temperature">Logits are divided by it; 0 always takes the most probable token.</param>
    /// <param name="seed">Fixes the choices.</param>
    /// <returns>The text, or what is wrong with the model's files; null if there is no such model.</returns>
    [Alias("generate"), ResponseTimeout("00:05:00")]
    Task<GenerateResult?> Generate(string prompt, int length, float temperature, uint seed);
}
