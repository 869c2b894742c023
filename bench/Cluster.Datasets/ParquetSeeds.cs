using Parquet;
using Parquet.Schema;

namespace Cluster.Datasets;

/// <summary>Small valid Parquet files to begin from.</summary>
internal static class ParquetSeeds
{
    private static readonly int[] Repetitions = [0, 1, 0, 0];

    /// <summary>The same table, compressed in several ways.</summary>
    public static IEnumerable<byte[]> All() =>
        new[] { CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd }
            .Select(method => Table(method).GetAwaiter().GetResult());

    private static async Task<byte[]> Table(CompressionMethod method)
    {
        var text = new DataField<string>("text");
        var number = new DataField<int?>("n");
        var words = new ListField("words", new DataField<string>("element"));
        using var memory = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = method };
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, number, words), memory, options))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, ["a", "b", "a"]);
            await rows.WriteAsync<int>(number, new int?[] { 1, null, 3 });
            var items = (DataField)words.Item;
            int there = items.MaxDefinitionLevel;
            await rows.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                items, new[] { "x".AsMemory(), "y".AsMemory() }, new[] { there, there, 0, there - 2 }, Repetitions, CancellationToken.None);
        }

        return memory.ToArray();
    }
}
