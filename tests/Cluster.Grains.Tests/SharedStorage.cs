using System.Collections.Concurrent;
using Orleans.Storage;

namespace Cluster.Grains.Tests;

/// <summary>Grain state that outlives the silos of a test, as a disk would; with ETags as a real store has them.</summary>
internal sealed class SharedStorage(ConcurrentDictionary<string, (BinaryData State, string Etag)> records, IGrainStorageSerializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.TryGetValue($"{stateName}/{grainId}", out (BinaryData State, string Etag) record);
        grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(record.State) : Activator.CreateInstance<T>();
        grainState.ETag = record.Etag;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        (BinaryData State, string Etag) written = (serializer.Serialize(grainState.State), Guid.NewGuid().ToString());
        records.AddOrUpdate($"{stateName}/{grainId}", _ => written, (_, current) => current.Etag == grainState.ETag
            ? written
            : throw new InconsistentStateException($"{grainId} was written by another activation", current.Etag, grainState.ETag));
        grainState.ETag = written.Etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        records.TryRemove($"{stateName}/{grainId}", out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}
