using Cluster.Grains.Serialization;
using Cluster.V1;

namespace Cluster.Grains.Datasets;

/// <summary>What names of stored datasets stand for.</summary>
[KeepAlive]
public sealed class DatasetDirectoryGrain(
    [PersistentState("datasets")] IPersistentState<DatasetDirectoryState> state,
    TimeProvider time) : Grain, IDatasetDirectoryGrain
{
    /// <summary>A silo that was away for longer keeps files that nobody needs; they cost room, nothing else.</summary>
    private static readonly TimeSpan ReleaseMemory = TimeSpan.FromDays(7);

    private Dictionary<string, DatasetEntry> Datasets => state.State.Datasets;

    /// <inheritdoc/>
    public async Task<Dataset?> Create(Dataset dataset, bool replace)
    {
        if (Datasets.TryGetValue(dataset.Name, out DatasetEntry? known))
        {
            if (known.Dataset.Source.Equals(dataset.Source)) return known.Dataset;
            if (!replace) return null;
            Release(known.Dataset);
        }

        Datasets[dataset.Name] = new DatasetEntry(++state.State.Last, dataset);
        foreach (DatasetFile file in dataset.Source.Files) state.State.Released.Remove(file.Sha256);
        await Save();
        return dataset;
    }

    /// <inheritdoc/>
    public Task<Dataset?> Get(string name) => Task.FromResult(Datasets.GetValueOrDefault(name)?.Dataset);

    /// <inheritdoc/>
    public Task<DatasetPage> List(int? end, int take)
    {
        DatasetEntry[] found = [.. Datasets.Values.Where(entry => entry.Number < (end ?? int.MaxValue)).OrderByDescending(entry => entry.Number).Take(take + 1)];
        DatasetEntry[] page = found[..Math.Min(take, found.Length)];
        return Task.FromResult(new DatasetPage([.. page.Select(entry => entry.Dataset)], found.Length > take ? page[^1].Number : 0));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Names() => Task.FromResult<IReadOnlyList<string>>([.. Datasets.Keys.Order(StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public async Task<Dataset?> Remove(string name)
    {
        if (!Datasets.Remove(name, out DatasetEntry? removed)) return null;
        Release(removed.Dataset);
        await Save();
        return removed.Dataset;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Released(TimeSpan age)
    {
        HashSet<string> named = [.. Datasets.Values.SelectMany(entry => entry.Dataset.Source.Files).Select(file => file.Sha256)];
        DateTimeOffset latest = time.GetUtcNow() - age;
        return Task.FromResult<IReadOnlyList<string>>(
            [.. state.State.Released.Where(pair => pair.Value <= latest && !named.Contains(pair.Key)).Select(pair => pair.Key)]);
    }

    private void Release(Dataset dataset)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, DateTimeOffset> released = state.State.Released;
        foreach (string old in released.Where(pair => pair.Value < now - ReleaseMemory).Select(pair => pair.Key).ToList()) released.Remove(old);
        foreach (DatasetFile file in dataset.Source.Files) released[file.Sha256] = now;
    }

    private Task Save() => state.WriteOrForget(this);
}
