namespace Cluster.Training.Data.Files;

/// <summary>The types of all fields in a Parquet footer, as parquet.thrift of the Apache Parquet format 2.11 has them.</summary>
internal static class ParquetTypes
{
    // Types of the fields 1, 2 and so on; - is a number that is not used. A name is a struct, [x] a list of x.
    private static readonly Dictionary<string, string[]> Structs = new(StringComparer.Ordinal)
    {
        ["FileMetaData"] = "i32 [SchemaElement] i64 [RowGroup] [KeyValue] text [Union] Encryption text".Split(' '),
        ["SchemaElement"] = "i32 i32 i32 text i32 i32 i32 i32 i32 LogicalType".Split(' '),
        ["LogicalType"] = "Empty Empty Empty Empty Decimal Empty Time Time - Integer Empty Empty Empty Empty Empty Variant Geometry Geography".Split(' '),
        ["Decimal"] = ["i32", "i32"],
        ["Time"] = ["bool", "Union"],
        ["Integer"] = ["i8", "bool"],
        ["Variant"] = ["i8"],
        ["Geometry"] = ["text"],
        ["Geography"] = ["text", "i32"],
        ["Union"] = ["Empty", "Empty", "Empty"],
        ["Encryption"] = ["Cipher", "Cipher"],
        ["Cipher"] = ["text", "text", "bool"],
        ["RowGroup"] = "[ColumnChunk] i64 i64 [SortingColumn] i64 i64 i16".Split(' '),
        ["SortingColumn"] = ["i32", "bool", "bool"],
        ["ColumnChunk"] = "text i64 ColumnMetaData i64 i32 i64 i32 ColumnKey text".Split(' '),
        ["ColumnKey"] = ["Empty", "KeyOfColumn"],
        ["KeyOfColumn"] = ["[text]", "text"],
        ["ColumnMetaData"] =
            "i32 [i32] [text] i32 i64 i64 i64 [KeyValue] i64 i64 i64 Statistics [PageEncoding] i64 i32 SizeStatistics Geospatial".Split(' '),
        ["KeyValue"] = ["text", "text"],
        ["Statistics"] = "text text i64 i64 text text bool bool".Split(' '),
        ["PageEncoding"] = ["i32", "i32", "i32"],
        ["SizeStatistics"] = ["i64", "[i64]", "[i64]"],
        ["Geospatial"] = ["Box", "[i32]"],
        ["Box"] = [.. Enumerable.Repeat("f64", 8)],
        ["Empty"] = [],
    };

    /// <summary>The type of a field; empty where it is not known, and so is skipped by every reader.</summary>
    public static string FieldOf(string name, int field) =>
        Structs.TryGetValue(name, out string[]? types) && field >= 1 && field <= types.Length && types[field - 1] != "-" ? types[field - 1] : "";

    /// <summary>The type of a list's values.</summary>
    public static string ItemOf(string list) => list.Trim('[', ']');

    /// <summary>Whether a type in Thrift's compact protocol is the expected one.</summary>
    public static bool Matches(string expected, int type) => expected switch
    {
        "" => true,
        "bool" => type is 1 or 2,
        "i8" => type == 3,
        "i16" => type == 4,
        "i32" => type == 5,
        "i64" => type == 6,
        "f64" => type == 7,
        "text" => type == 8,
        ['[', ..] => type == 9,
        _ => type == 12,
    };
}
