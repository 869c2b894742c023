using Cluster.Grains.Datasets;
using Cluster.Grains.Jobs;
using Cluster.Grains.Models;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Runs;
using Cluster.V1;

namespace Cluster.Grains.Hosting;

/// <summary>What must not be lost: files of datasets and models, and what unfinished jobs need.</summary>
internal sealed class WantedBlobs(IGrainFactory grains)
{
    private const int PageSize = 100;

    // A model never changes.
    private readonly Dictionary<string, IReadOnlyList<Blob>> _models = [];
    private readonly Dictionary<string, string[]> _checkpoints = [];
    private readonly HashSet<string> _expired = [];

    /// <summary>Asks for all of them.</summary>
    /// <returns>By address.</returns>
    public async Task<Dictionary<string, Blob>> Find()
    {
        var wanted = new Dictionary<string, Blob>(StringComparer.Ordinal);
        await AddDatasets(wanted);
        await AddModels(wanted);
        await AddJobs(wanted);
        return wanted;
    }

    /// <summary>Addresses of checkpoints that a job that goes on had when it was asked before, and has not any more.</summary>
    /// <param name="wanted">What is wanted now.</param>
    public IReadOnlyList<string> TakeExpired(Dictionary<string, Blob> wanted)
    {
        string[] expired = [.. _expired.Where(sha256 => !wanted.ContainsKey(sha256))];
        _expired.Clear();
        return expired;
    }

    private async Task AddDatasets(Dictionary<string, Blob> wanted)
    {
        var directory = grains.GetGrain<IDatasetDirectoryGrain>(IDatasetDirectoryGrain.Key);
        for (int? end = null; end != 0;)
        {
            DatasetPage page = await directory.List(end, PageSize);
            foreach (DatasetFile file in page.Datasets.SelectMany(dataset => dataset.Source.Files)) wanted[file.Sha256] = new Blob(file.Sha256, file.Size);
            end = page.End;
        }
    }

    private async Task AddModels(Dictionary<string, Blob> wanted)
    {
        var directory = grains.GetGrain<IModelDirectoryGrain>(IModelDirectoryGrain.Key);
        for (int? end = null; end != 0;)
        {
            ModelPage page = await directory.List(end, PageSize);
            foreach (string id in page.Ids.Where(id => !_models.ContainsKey(id)))
            {
                if (await grains.GetGrain<IModelGrain>(id).Get() is { } model) _models[id] = [.. model.Files.Select(file => new Blob(file.Sha256, file.Size))];
            }

            end = page.End;
        }

        foreach (Blob blob in _models.Values.SelectMany(files => files)) wanted[blob.Sha256] = blob;
    }

    // Checkpoints of a job that has ended stay where they are; only a replay would read them.
    private async Task AddJobs(Dictionary<string, Blob> wanted)
    {
        foreach (string id in await grains.GetGrain<IJobDirectoryGrain>(IJobDirectoryGrain.Key).Open())
        {
            Job? job = await grains.GetGrain<ICoordinatorGrain>(id).Get();
            if (job is null) continue;
            foreach (Checkpoint checkpoint in job.Checkpoints) wanted[checkpoint.Sha256] = new Blob(checkpoint.Sha256, checkpoint.Size);
            _expired.UnionWith(_checkpoints.GetValueOrDefault(id, []));
            _checkpoints[id] = [.. job.Checkpoints.Select(checkpoint => checkpoint.Sha256)];
            if (JobView.IsFinal(job.State)) continue;
            foreach (DatasetFile file in RequiredFiles.Of(job.ResolvedSpec)) wanted[file.Sha256] = new Blob(file.Sha256, file.Size);
        }
    }
}
