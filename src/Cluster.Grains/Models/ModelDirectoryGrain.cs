using Cluster.Grains.Serialization;

namespace Cluster.Grains.Models;

/// <summary>The list of all models, trained here or imported.</summary>
[KeepAlive]
public sealed class ModelDirectoryGrain(
    [PersistentState("models")] IPersistentState<ModelDirectoryState> state) : Grain, IModelDirectoryGrain
{
    /// <inheritdoc/>
    public async Task Add(string model)
    {
        if (state.State.Models.Contains(model)) return;
        state.State.Models.Add(model);
        await state.WriteOrForget(this);
    }

    /// <inheritdoc/>
    public Task<ModelPage> List(int? end, int take)
    {
        List<string> models = state.State.Models;
        int last = Math.Clamp(end ?? models.Count, 0, models.Count), first = Math.Max(0, last - take);
        return Task.FromResult(new ModelPage([.. Enumerable.Reverse(models[first..last])], first));
    }
}
