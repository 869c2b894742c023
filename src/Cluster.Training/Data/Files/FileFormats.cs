using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>Which format files have, and who reads it.</summary>
public static class FileFormats
{
    private const string Comma = ",";
    private const string Tab = "\t";

    /// <summary>Completes a format, so that it can be read without the file's name.</summary>
    /// <param name="given">What a person said; null or without a kind to judge by the name.</param>
    /// <param name="name">Name of a file.</param>
    /// <exception cref="InvalidDataException">The format has a setting that cannot be.</exception>
    public static FileFormat Resolve(FileFormat? given, string name)
    {
        string plain = InputFile.PlainName(name);
        FileFormat format = given is { KindCase: not FileFormat.KindOneofCase.None } ? given.Clone() : OfName(plain);
        if (format.Csv is not { } csv) return format;
        if (csv.Delimiter.Length == 0) csv.Delimiter = IsTabbed(plain) ? Tab : Comma;
        if (!csv.HasHeader) csv.Header = true;
        return Wrong(csv) is { } sentence ? throw new InvalidDataException(sentence) : format;
    }

    /// <summary>Says what is wrong with the settings of separated values; null if nothing is.</summary>
    /// <param name="csv">The settings as a person gave them.</param>
    public static string? Wrong(CsvFormat csv) => csv.Delimiter is "" or [(> ' ' and < '\x7F' and not '"') or '\t' or ' ']
        ? null
        : $"The delimiter must be one ASCII character other than a quote; it is '{csv.Delimiter}'.";

    /// <summary>Returns the reader of a complete format; null for files that are no records.</summary>
    /// <param name="format">A format from <see cref="Resolve"/>.</param>
    public static IRecordFormat? ReaderOf(FileFormat format) => format.KindCase switch
    {
        FileFormat.KindOneofCase.Csv => new CsvRecords(format.Csv.Delimiter[0], format.Csv.Header),
        FileFormat.KindOneofCase.JsonLines => new JsonLinesRecords(),
        FileFormat.KindOneofCase.Conllu => new ConlluRecords(),
        FileFormat.KindOneofCase.Conll => new ConllRecords(format.Conll.Columns),
        FileFormat.KindOneofCase.Parquet => new ParquetRecords(),
        _ => null,
    };

    private static bool IsTabbed(string plain) => Path.GetExtension(plain).ToLowerInvariant() is ".tsv" or ".tab";

    private static FileFormat OfName(string plain) => Path.GetExtension(plain).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".tab" => new FileFormat { Csv = new CsvFormat() },
        ".jsonl" or ".ndjson" => new FileFormat { JsonLines = new JsonLinesFormat() },
        ".conllu" => new FileFormat { Conllu = new ConlluFormat() },
        ".conll" or ".iob" or ".bio" => new FileFormat { Conll = new ConllFormat() },
        ".parquet" => new FileFormat { Parquet = new ParquetFormat() },
        _ => new FileFormat { Opaque = new OpaqueFormat() },
    };
}
