using System.Text;

namespace Cluster.Training.Data.Files;

/// <summary>How large things in files may be, so that no file takes all memory. Documented in docs/datasets.md.</summary>
internal static class FileLimits
{
    /// <summary>Bytes of a field or of an item of a list: 1 MiB.</summary>
    public const int FieldBytes = 1 << 20;

    /// <summary>Bytes of a record, which for texts is also the longest line: 16 MiB.</summary>
    public const int RecordBytes = 1 << 24;

    /// <summary>Columns of a file.</summary>
    public const int Columns = 4096;

    /// <summary>Records by which the kinds of columns are judged.</summary>
    public const int JudgedRecords = 1000;

    /// <summary>A gzip file may expand to so many times its size. Texts reach 3 to 20, bytes that are all the same 1000.</summary>
    public const int Expansion = 200;

    /// <summary>To so many bytes every gzip file may expand: 64 MiB.</summary>
    public const long AlwaysExpanded = 1L << 26;

    /// <summary>To more no gzip file may expand: 64 GiB.</summary>
    public const long MostExpanded = 1L << 36;

    /// <summary>A gzipped file whose reader must move in it is expanded in memory, up to 256 MiB.</summary>
    public const long ExpandedInMemory = 1L << 28;

    /// <summary>Bytes of a Parquet row group, uncompressed: 1 GiB. One is in memory at a time.</summary>
    public const long RowGroupBytes = 1L << 30;

    /// <summary>Values of one column in a Parquet row group: about 32 million.</summary>
    public const long RowGroupValues = 1L << 25;

    /// <summary>The limit of a field in words.</summary>
    public const string FieldSentence = "The field is over 1 MiB; shorten it.";

    /// <summary>Whether a field's text is over its limit.</summary>
    public static bool Exceeds(string text) => text.Length > FieldBytes / 3 && Encoding.UTF8.GetByteCount(text) > FieldBytes;
}
