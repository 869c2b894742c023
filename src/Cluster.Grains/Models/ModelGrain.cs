using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Inference;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Grains.Models;

/// <summary>One trained model. The network is loaded by the first use and freed when the grain goes idle.</summary>
public sealed class ModelGrain(
    [PersistentState("model")] IPersistentState<ModelState> state,
    BlobStore blobs,
    BlobFetcher fetcher,
    IReplicaFactory replicas) : Grain, IModelGrain
{
    private TextClassifier? _classifier;
    private TextGenerator? _generator;

    /// <inheritdoc/>
    public Task Store(Model model)
    {
        state.State.Model = model;
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task<Model?> Get() => Task.FromResult(state.RecordExists ? state.State.Model : null);

    /// <inheritdoc/>
    public async Task<PredictResult?> Predict(IReadOnlyList<string> texts, int top)
    {
        if (!state.RecordExists) return null;
        Model model = state.State.Model;
        try
        {
            _classifier ??= await Load(model, read => TextClassifier.Load(read, replicas));
        }
        catch (InvalidDataException error)
        {
            return new PredictResult([], error.Message);
        }

        TextClassifier classifier = _classifier;
        try
        {
            return new PredictResult(await Task.Run(() => classifier.Predict(texts, top, CancellationToken.None)));
        }
        catch (InvalidDataException error)
        {
            return new PredictResult([], Misfit: error.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<GenerateResult?> Generate(string prompt, int length, float temperature, uint seed)
    {
        if (!state.RecordExists) return null;
        Model model = state.State.Model;
        try
        {
            _generator ??= await Load(model, read => TextGenerator.Load(read, replicas));
        }
        catch (InvalidDataException error)
        {
            return new GenerateResult(null, error.Message);
        }

        TextGenerator generator = _generator;
        return new GenerateResult(await Task.Run(() => generator.Generate(prompt, length, temperature, seed, CancellationToken.None)));
    }

    private async Task<T> Load<T>(Model model, Func<LoadedModel, T> load)
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

        return await Task.Run(() => load(ModelReader.Read(blobs, model)));
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _classifier?.Dispose();
        _generator?.Dispose();
        return Task.CompletedTask;
    }
}
