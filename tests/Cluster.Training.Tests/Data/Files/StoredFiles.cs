using System.Text;
using Cluster.Training.Blobs;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Files;

/// <summary>Files of a test in a blob store of its own.</summary>
internal sealed class StoredFiles : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StoredFiles() => Blobs = new BlobStore(_directory.Path);

    public BlobStore Blobs { get; }

    public DatasetFile Add(string name, byte[] content)
    {
        Blob blob = Blobs.Write(stream => stream.Write(content));
        return new DatasetFile { Name = name, Size = blob.Size, Sha256 = blob.Sha256 };
    }

    public DatasetFile Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Stores and inspects one file.</summary>
    public DatasetSource Inspect(string name, string content, FileFormat? format = null) =>
        DatasetInspector.Inspect(Blobs, [Add(name, content)], format);

    public List<SourceRecord> Read(DatasetSource source) => [.. new FileRecords(source, Blobs).Read()];

    /// <summary>All texts of one file, record by record.</summary>
    public string[][] Texts(string name, string content, FileFormat? format = null) =>
        [.. Read(Inspect(name, content, format)).Select(record => Array.ConvertAll(record.Fields, field => field.Text))];

    /// <summary>What a person is told who pushes a file and looks at it.</summary>
    public string Refusal(string name, byte[] content, FileFormat? format = null) => Assert.Throws<InvalidDataException>(
        () => DatasetPreviews.Of(Blobs, DatasetInspector.Inspect(Blobs, [Add(name, content)], format), 1)).Message;

    public void Dispose() => _directory.Dispose();
}
