namespace Cluster.Grains.Access;

/// <summary>Who made a dataset.</summary>
public sealed class DatasetOwnerGrain([PersistentState("dataset-owner")] IPersistentState<DatasetOwnerState> state) : Grain, IDatasetOwnerGrain
{
    /// <inheritdoc/>
    public Task<string> Get() => Task.FromResult(state.State.Owner);

    /// <inheritdoc/>
    public async Task Set(string owner)
    {
        if (state.State.Owner == owner) return;
        state.State.Owner = owner;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What could not be stored must not be believed.
            DeactivateOnIdle();
            throw;
        }
    }
}
