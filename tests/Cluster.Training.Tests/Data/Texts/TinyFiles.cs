using System.Text;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>The files of a tiny WordPiece tokenizer, on disk and as blobs.</summary>
internal sealed class TinyFiles : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TinyFiles() => File.WriteAllText(_directory[SubwordFiles.WordPiece], TinyTokenizers.WordPiece);

    /// <summary>The tokenizer's own tokens.</summary>
    public Vocabulary WordPiece => SubwordTokenizer.Read(
        new Dictionary<string, string> { [SubwordFiles.WordPiece] = _directory[SubwordFiles.WordPiece] }, lowercase: false).Vocabulary!;

    /// <summary>Stores the files as a pushed dataset, under another name, and returns tokens made with them.</summary>
    public TokenSpec Store(BlobStore blobs)
    {
        Blob blob = blobs.Write(file => file.Write(Encoding.UTF8.GetBytes(TinyTokenizers.WordPiece)));
        var file = new DatasetFile { Name = "tiny-vocab.txt", Size = blob.Size, Sha256 = blob.Sha256 };
        return new TokenSpec { Level = TokenSpec.Types.Level.Subword, Tokenizer = "tiny", MaxLength = 9, TokenizerSource = new DatasetSource { Files = { file } } };
    }

    public void Dispose() => _directory.Dispose();
}
