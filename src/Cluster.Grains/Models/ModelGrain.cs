using Cluster.Training.Blobs;
using Cluster.Training.Inference;
using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>One trained model. Its network is loaded by the first use, into the cache of the silo.</summary>
public sealed class ModelGrain(
    [PersistentState("model")] IPersistentState<ModelState> state,
    ModelCache cache,
    BlobFetcher fetcher) : Grain, IModelGrain
{
    /// <inheritdoc/>
    public async Task Store(Model model)
    {
        state.State.Model = model;
        await state.WriteStateAsync();
        await GrainFactory.GetGrain<IModelDirectoryGrain>(IModelDirectoryGrain.Key).Add(model.Id);
    }

    /// <inheritdoc/>
    public Task<Model?> Get() => Task.FromResult(state.RecordExists ? state.State.Model : null);

    /// <inheritdoc/>
    public async Task<PredictResult?> Predict(IReadOnlyList<PredictionInput> inputs, int top)
    {
        if (!state.RecordExists) return null;
        Model model = state.State.Model;
        await Fetch(model);
        try
        {
            return await Task.Run(() => cache.Use(model, Predictor.Load, async predictor =>
                new PredictResult(await predictor.Predict(inputs, top), predictor.ValueNames)));
        }
        catch (ModelDamagedException error)
        {
            return new PredictResult([], [], Damage: error.Message);
        }
        catch (InputException error)
        {
            return new PredictResult([], [], Misfit: error.Message, MisfitInput: error.Input);
        }
    }

    /// <inheritdoc/>
    public async Task<GenerateResult?> Generate(string prompt, int length, float temperature, uint seed)
    {
        if (!state.RecordExists) return null;
        Model model = state.State.Model;
        await Fetch(model);
        try
        {
            return await Task.Run(() => cache.Use(model, TextGenerator.Load, async generator =>
                new GenerateResult(await generator.Generate(prompt, length, temperature, seed, CancellationToken.None))));
        }
        catch (ModelDamagedException error)
        {
            return new GenerateResult(null, error.Message);
        }
    }

    private async Task Fetch(Model model)
    {
        foreach (ModelFile file in model.Files)
        {
            try
            {
                await fetcher.Fetch(new Blob(file.Sha256, file.Size), CancellationToken.None);
            }
            catch (BlobMissingException)
            {
                // Not all files are needed to use a model; the reader tells which one it misses.
            }
        }
    }
}
