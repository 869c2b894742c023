using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Data;

/// <summary>From a spec to a dataset ready for training.</summary>
public static class DatasetLoader
{
    /// <summary>Finds, reads, splits and encodes the dataset of a spec.</summary>
    /// <param name="resolved">A valid spec, every default filled in.</param>
    /// <param name="blobs">Holds the files of a dataset that was pushed, all of them.</param>
    /// <exception cref="InvalidDataException">There is no such dataset or its records do not fit; the message is for the user.</exception>
    public static EncodedDataset Load(JobSpec resolved, BlobStore blobs)
    {
        string name = resolved.Data.Dataset;
        IDataset dataset = DatasetCatalog.Find(resolved.Data) ?? throw new InvalidDataException(DatasetCatalog.Missing(name));
        return dataset.Encode(resolved, blobs);
    }
}
