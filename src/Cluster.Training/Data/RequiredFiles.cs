using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>The files without which a job cannot be prepared.</summary>
public static class RequiredFiles
{
    /// <summary>Files of all datasets that a spec names, and of the model that it begins with, each once.</summary>
    /// <param name="resolved">A spec whose sources are filled in.</param>
    public static IEnumerable<DatasetFile> Of(JobSpec resolved) => DatasetPlace.Of(resolved)
        .SelectMany(place => place.Source?.Files ?? Enumerable.Empty<DatasetFile>())
        .Concat(InitialFiles(resolved))
        .DistinctBy(file => file.Sha256);

    private static IEnumerable<DatasetFile> InitialFiles(JobSpec resolved) => resolved.Training is { } training
        ? training.InitialFiles.Select(file => new DatasetFile { Name = file.Name, Size = file.Size, Sha256 = file.Sha256 })
        : [];

    /// <summary>Brings the files of a spec into a silo's store.</summary>
    /// <param name="resolved">A spec whose sources are filled in.</param>
    /// <param name="fetcher">Brings what is missing.</param>
    /// <param name="cancel">Stops it; a later call goes on from there.</param>
    /// <exception cref="DataMissingException">No silo that lives has a file.</exception>
    public static async Task Fetch(JobSpec resolved, BlobFetcher fetcher, CancellationToken cancel)
    {
        foreach (DatasetFile file in Of(resolved)) await Fetch(file, fetcher, cancel);
    }

    /// <summary>Brings a file into a silo's store.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fetcher">Brings it if it is missing.</param>
    /// <param name="cancel">Stops it; a later call goes on from there.</param>
    /// <exception cref="DataMissingException">No silo that lives has it.</exception>
    public static async Task Fetch(DatasetFile file, BlobFetcher fetcher, CancellationToken cancel)
    {
        try
        {
            await fetcher.Fetch(new Blob(file.Sha256, file.Size), cancel);
        }
        catch (BlobMissingException error)
        {
            throw new DataMissingException($"The file {file.Name} cannot be had: {error.Message}.");
        }
    }
}
