using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>The models in use on one silo. Beyond a limit those that nobody used for longest are freed; one in use never is.</summary>
/// <param name="blobs">Holds the models' files.</param>
/// <param name="replicas">Builds networks on the device.</param>
/// <param name="mostParameters">Parameters of all models together that may stay loaded; one model may have more.</param>
public sealed class ModelCache(BlobStore blobs, IReplicaFactory replicas, long mostParameters = ModelCache.DefaultParameters) : IDisposable
{
    /// <summary>2^28 parameters, which take 1 GiB.</summary>
    public const long DefaultParameters = 1L << 28;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>Models that are loaded, the one used last at the end.</summary>
    public IReadOnlyList<string> Loaded
    {
        get
        {
            lock (_gate) return [.. _entries.Values.OrderBy(entry => entry.LastUse).Select(entry => entry.Model)];
        }
    }

    /// <summary>Loads a model if it is not there, and uses it.</summary>
    /// <typeparam name="TModel">The form in which it is used; each form is loaded on its own.</typeparam>
    /// <typeparam name="TResult">What the use gives.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="load">Makes the form of use.</param>
    /// <param name="use">Uses it; it stays loaded for so long.</param>
    /// <exception cref="ModelDamagedException">The model's files can't be used.</exception>
    public async Task<TResult> Use<TModel, TResult>(
        Model model, Func<LoadedModel, IReplicaFactory, TModel> load, Func<TModel, Task<TResult>> use)
        where TModel : IDisposable
    {
        string key = $"{typeof(TModel).Name}/{model.Id}";
        Entry entry = Enter(key, model, () => load(ModelReader.Read(blobs, model), replicas));
        try
        {
            return await use((TModel)entry.Form.Value);
        }
        catch (InvalidDataException error) when (!entry.Form.IsValueCreated)
        {
            throw new ModelDamagedException(error.Message, error);
        }
        finally
        {
            Leave(key, entry);
        }
    }

    /// <summary>Frees all models.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries.Values) entry.Free();
            _entries.Clear();
        }
    }

    private Entry Enter(string key, Model model, Func<IDisposable> load)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry)) _entries.Add(key, entry = new Entry(model.Id, model.Parameters, load));
            entry.Users++;
            entry.LastUse = ++_uses;
            return entry;
        }
    }

    private void Leave(string key, Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            // What could not be loaded is tried again by the next user: the file may be back by then.
            if (!entry.Form.IsValueCreated && entry.Users == 0 && _entries.GetValueOrDefault(key) == entry) _entries.Remove(key);
            long parameters = _entries.Values.Sum(one => one.Parameters);
            foreach ((string other, Entry idle) in _entries.Where(pair => pair.Value.Users == 0).OrderBy(pair => pair.Value.LastUse).ToList())
            {
                if (parameters <= mostParameters || _entries.Count == 1) return;
                _entries.Remove(other);
                idle.Free();
                parameters -= idle.Parameters;
            }
        }
    }

    /// <summary>One loaded model; all but Form is guarded by the cache's lock.</summary>
    private sealed class Entry(string model, long parameters, Func<IDisposable> load)
    {
        public string Model => model;

        public long Parameters => parameters;

        public Lazy<IDisposable> Form { get; } = new(load);

        public int Users { get; set; }

        public long LastUse { get; set; }

        public void Free()
        {
            if (Form.IsValueCreated) Form.Value.Dispose();
        }
    }
}
