using Cluster.Grains.Datasets;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Files;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Silo.FrontDoor;

/// <summary>Fills in what the stored datasets of a spec consist of, so that a job does not change when their names get other content.</summary>
internal sealed class DatasetSources(IGrainFactory grains, BlobStore blobs, BlobFetcher fetcher)
{
    /// <summary>Looks up all stored datasets that a spec names.</summary>
    /// <returns>A copy of the spec with their content, and what was wrong.</returns>
    public async Task<(JobSpec Filled, IReadOnlyList<Violation> Violations)> FillIn(JobSpec spec, CancellationToken cancel)
    {
        JobSpec filled = spec.Clone();
        var violations = new List<Violation>();
        foreach (DatasetPlace place in DatasetPlace.Of(filled).ToList())
        {
            if (place.Source is not null)
                violations.Add(new Violation(place.SourceField, $"Is filled in by the server; say only {place.NameField}."));
            else if (place.IsStored && await Find(place, cancel) is { } problem)
                violations.Add(new Violation(place.NameField, problem));
        }

        return (filled, violations);
    }

    /// <summary>Names that are near to one that does not exist, at most three.</summary>
    public async Task<IReadOnlyList<string>> Near(string name) => NearNames.Of(name, await Directory.Names());

    private IDatasetDirectoryGrain Directory => grains.GetGrain<IDatasetDirectoryGrain>(IDatasetDirectoryGrain.Key);

    private async Task<string?> Find(DatasetPlace place, CancellationToken cancel)
    {
        string name = place.Name;
        if (await Directory.Get(name) is { } dataset)
        {
            place.Source = dataset.Source;
            return place.Message is DataSpec { Format: not null } data ? await Judge(data, cancel) : null;
        }

        IReadOnlyList<string> near = NearNames.Of(name, [.. await Directory.Names(), .. DatasetCatalog.Names]);
        return near.Count > 0
            ? $"There is no dataset '{name}'; did you mean {string.Join(" or ", near)}?"
            : DatasetCatalog.Missing(name);
    }

    // Read in another way, the files have other columns.
    private async Task<string?> Judge(DataSpec data, CancellationToken cancel)
    {
        await RequiredFiles.Fetch(new JobSpec { Data = data }, fetcher, cancel);
        try
        {
            data.Source = DatasetInspector.Inspect(blobs, data.Source.Files, data.Format);
            return null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }
}
