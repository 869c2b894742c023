using Cluster.Grains.Workers;
using Cluster.V1;

namespace Cluster.Grains.Datasets;

/// <summary>What names of stored datasets stand for. One grain; its key is <see cref="Key"/>.</summary>
[Alias("cluster.datasets")]
public interface IDatasetDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "datasets";

    /// <summary>Gives a name to content; nothing changes if it has it already.</summary>
    /// <param name="dataset">Name, time and content.</param>
    /// <param name="replace">Whether the name may have stood for other content.</param>
    /// <returns>The dataset as it is kept; null if the name stands for other content.</returns>
    [Alias("create")]
    Task<Dataset?> Create(Dataset dataset, bool replace);

    /// <summary>Returns a dataset, or null if there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    [Alias("get")]
    Task<Dataset?> Get(string name);

    /// <summary>Returns datasets, newest first.</summary>
    /// <param name="end">Where the page before ended; null for the first page. Stays right while datasets come and go.</param>
    /// <param name="take">Most datasets returned.</param>
    [Alias("list")]
    Task<DatasetPage> List(int? end, int take);

    /// <summary>Returns all names, in ordinal order.</summary>
    [Alias("names")]
    Task<IReadOnlyList<string>> Names();

    /// <summary>Removes a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What it stood for; null if there was none.</returns>
    [Alias("remove"), OnceOnly]
    Task<Dataset?> Remove(string name);

    /// <summary>Returns the digests of files that no dataset has any more, and which no job may need.</summary>
    /// <param name="age">Only those that were given up at least so long ago.</param>
    [Alias("released")]
    Task<IReadOnlyList<string>> Released(TimeSpan age);
}
