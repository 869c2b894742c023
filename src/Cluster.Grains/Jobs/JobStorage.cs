namespace Cluster.Grains.Jobs;

/// <summary>Where event logs lie on disk.</summary>
/// <param name="Root">Directory with one folder for each job.</param>
public sealed record JobStorage(string Root)
{
    /// <summary>Folder of a job's event log.</summary>
    /// <param name="job">The job.</param>
    public string DirectoryOf(string job) => Path.Combine(Root, job);
}
