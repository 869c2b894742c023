using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>A file to read, as often as one likes.</summary>
/// <param name="Name">Its name, for messages; .gz at its end says that it is compressed.</param>
/// <param name="Part">What its records are for; null where nobody says.</param>
/// <param name="Open">Opens the content; the stream can seek.</param>
public sealed record InputFile(string Name, DatasetPart? Part, Func<Stream> Open)
{
    private const string CompressedExtension = ".gz";

    /// <summary>A file of a stored dataset.</summary>
    /// <param name="blobs">Holds the file.</param>
    /// <param name="file">Which it is.</param>
    public static InputFile Of(BlobStore blobs, DatasetFile file) => new(file.Name, PartOf(file.Part), () => blobs.OpenRead(file.Sha256));

    /// <summary>A file's name without a .gz at its end.</summary>
    /// <param name="name">The name.</param>
    public static string PlainName(string name) =>
        name.EndsWith(CompressedExtension, StringComparison.OrdinalIgnoreCase) ? name[..^CompressedExtension.Length] : name;

    /// <summary>A place in the file.</summary>
    /// <param name="number">The line, from 1.</param>
    public RecordPlace Line(long number) => new(Name, number);

    /// <summary>Opens the content, expanded if it is compressed.</summary>
    /// <exception cref="InvalidDataException">The name says that it is compressed, but it is not.</exception>
    public Stream OpenBytes()
    {
        Stream stream = Open();
        int first = stream.ReadByte(), second = stream.ReadByte();
        stream.Position = 0;
        if ((first, second) == (0x1F, 0x8B)) return new GzipContent(Name, stream);
        if (PlainName(Name) == Name) return stream;
        stream.Dispose();
        throw BadFile.At(Name, "The name ends with .gz, but the content is not gzip; compress the file or rename it.");
    }

    /// <summary>Opens the content as UTF-8 text; a reader gets no other bytes to see.</summary>
    public Stream OpenText() => new Utf8Text(Name, OpenBytes());

    /// <summary>Opens the content as a stream that can seek; a compressed file is expanded in memory.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or expands to over 256 MiB.</exception>
    public Stream OpenSeekable()
    {
        Stream stream = OpenBytes();
        if (stream is not GzipContent expanding) return stream;
        using (expanding) return expanding.ToMemory();
    }

    private static DatasetPart? PartOf(DatasetFile.Types.Part part) => part switch
    {
        DatasetFile.Types.Part.Training => DatasetPart.Training,
        DatasetFile.Types.Part.Validation => DatasetPart.Validation,
        DatasetFile.Types.Part.Test => DatasetPart.Test,
        _ => null,
    };
}
