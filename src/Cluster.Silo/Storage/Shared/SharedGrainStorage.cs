using System.Collections.Concurrent;
using Orleans.Storage;

namespace Cluster.Silo.Storage.Shared;

/// <summary>
/// Stands in front of one of Orleans' providers. A store that was emptied is not taken for a new one; a write whose outcome was not known is
/// recognised later; whatever the provider throws becomes one kind of error, without addresses and secrets, which may travel to other silos.
/// </summary>
internal sealed class SharedGrainStorage(IGrainStorage provider, StoreIdentity identity, IGrainStorageSerializer serializer, string store) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), List<BinaryData>> _doubtful = [];

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Ask(() => provider.ReadStateAsync(stateName, grainId, grainState));
        if (!grainState.RecordExists) await Verify();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The provider compares versions. Where there is none yet, only the store's name tells that it is still the same.
        if (grainState.ETag is null) await Verify();
        BinaryData content = serializer.Serialize(grainState.State);
        try
        {
            await Ask(() => provider.WriteStateAsync(stateName, grainId, grainState));
        }
        catch (InconsistentStateException) when (_doubtful.ContainsKey((stateName, grainId)))
        {
            if (!await TakeOver(stateName, grainId, grainState)) throw;
            await Ask(() => provider.WriteStateAsync(stateName, grainId, grainState));
        }
        catch (InconsistentStateException)
        {
            await Verify();
            throw;
        }
        catch (IOException)
        {
            _doubtful.GetOrAdd((stateName, grainId), _ => []).Add(content);
            throw;
        }

        _doubtful.TryRemove((stateName, grainId), out _);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Ask(() => provider.ClearStateAsync(stateName, grainId, grainState));

    // A write that timed out may have been carried out all the same. If the store holds what was written then, nobody else wrote since.
    private async Task<bool> TakeOver<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var there = new GrainState<T>();
        await ReadStateAsync(stateName, grainId, there);
        if (!_doubtful.TryRemove((stateName, grainId), out List<BinaryData>? tries) || !there.RecordExists) return false;
        ReadOnlyMemory<byte> content = serializer.Serialize(there.State).ToMemory();
        if (!tries.Exists(tried => tried.ToMemory().Span.SequenceEqual(content.Span))) return false;
        grainState.ETag = there.ETag;
        grainState.RecordExists = true;
        return true;
    }

    private async Task Verify()
    {
        try
        {
            await identity.Verify(CancellationToken.None);
        }
        catch (StoreLostException error)
        {
            throw new IOException(error.Message);
        }
    }

    private async Task Ask(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception error) when (error is not InconsistentStateException)
        {
            throw new IOException($"the {store} store does not answer ({error.GetBaseException().GetType().Name})");
        }
    }
}
