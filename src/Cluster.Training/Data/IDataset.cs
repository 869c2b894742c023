using Cluster.Training.Blobs;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>One dataset of the catalog: its rules, its defaults, and the way from a spec to examples.</summary>
public interface IDataset
{
    /// <summary>What can be learned from it.</summary>
    IReadOnlyCollection<JobSpec.Types.Task> Tasks { get; }

    /// <summary>Says everything that is wrong in a spec's data, but for the split, which all datasets share.</summary>
    /// <param name="spec">The spec as the user gave it; has data, and a task that is one of <see cref="Tasks"/>.</param>
    IEnumerable<Violation> Check(JobSpec spec);

    /// <summary>Fills in what the user left out of the data, in place.</summary>
    /// <param name="spec">A valid spec whose training has a seed.</param>
    void FillDefaults(JobSpec spec);

    /// <summary>Says what the examples will look like, as far as the spec tells.</summary>
    /// <param name="spec">A valid spec, defaults filled in or not.</param>
    DataForm FormOf(JobSpec spec);

    /// <summary>Reads, splits and encodes the examples.</summary>
    /// <param name="resolved">A valid spec, every default filled in.</param>
    /// <param name="blobs">Holds the files of a dataset that was pushed, all of them.</param>
    /// <exception cref="InvalidDataException">The data does not fit the spec; the message is for the user.</exception>
    EncodedDataset Encode(JobSpec resolved, BlobStore blobs);
}
