using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>A dataset of files that were pushed.</summary>
/// <param name="source">What it consists of.</param>
public sealed class FileDataset(DatasetSource source) : IDataset
{
    /// <inheritdoc/>
    public IReadOnlyCollection<JobSpec.Types.Task> Tasks => Records(new BlobStore("")).Tasks;

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(JobSpec spec) => Records(new BlobStore("")).Check(spec);

    /// <inheritdoc/>
    public void FillDefaults(JobSpec spec) => Records(new BlobStore("")).FillDefaults(spec);

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => Records(new BlobStore("")).FormOf(spec);

    /// <inheritdoc/>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs) => Records(blobs).Encode(resolved, blobs);

    // Only encoding reads the files.
    private RecordDataset Records(BlobStore blobs) => new(
        new CsvRecords(source, blobs), JobSpec.Types.Task.Classification, JobSpec.Types.Task.Tagging, JobSpec.Types.Task.Generation);
}
