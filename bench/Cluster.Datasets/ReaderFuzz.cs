using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;

namespace Cluster.Datasets;

/// <summary>Feeds mutated files to every reader and reports whatever is neither records nor a sentence for the user.</summary>
/// <param name="seed">Fixes the mutations.</param>
internal sealed class ReaderFuzz(int seed)
{
    private const double SecondsOfHang = 10;
    private const long MostBytes = 1L << 30;

    private static readonly (string Name, byte[] Content)[] Seeds =
    [
        .. new[]
        {
            ("x.csv", "text,label,n\n\"a, \"\"b\"\"\nc\",x,1\nd,y,2\n"),
            ("x.tsv", "text\tlabel\nhello\tx\n"),
            ("x.jsonl", "{\"text\":\"a \\u00e9\",\"n\":[1,null,\"x\"],\"m\":{\"k\":true}}\n{\"text\":null}\n"),
            ("x.conllu", "# c\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n2\tb\tb\tX\t_\t_\t1\tobj\t_\t_\n\n"),
            ("x.conll", "-DOCSTART- O\n\na X\nb Y\n\nc X\n"),
        }.SelectMany(file => new[] { (file.Item1, Encoding.UTF8.GetBytes(file.Item2)), (file.Item1 + ".gz", Compressed(Encoding.UTF8.GetBytes(file.Item2))) }),
        .. ParquetSeeds.All().SelectMany(file => new[] { ("x.parquet", file), ("x.parquet.gz", Compressed(file)) }),
    ];

    private readonly Random _random = new(seed);

    /// <summary>Runs for a while.</summary>
    /// <param name="duration">How long.</param>
    /// <returns>Number of findings; each is written to the error output with what repeats it.</returns>
    public int Run(TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        long runs = 0, records = 0;
        int findings = 0;
        for (; watch.Elapsed < duration; runs++)
        {
            (string name, byte[] valid) = Seeds[_random.Next(Seeds.Length)];
            byte[] content = Mutate(valid);
            string? finding = null;
            var reading = new Thread(() => finding = Try(name, content, ref records)) { IsBackground = true };
            reading.Start();
            bool ended = reading.Join(TimeSpan.FromSeconds(SecondsOfHang));
            if (ended && finding is null) continue;
            findings++;
            Console.Error.WriteLine($"{name} {Convert.ToBase64String(content)}\n{(ended ? finding : "hangs")}");
            if (!ended) break;
        }

        Console.WriteLine($"{runs} files, {records} records, {findings} findings, {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB in use");
        return findings;
    }

    /// <summary>Reads a file and returns what went wrong, if it is not a sentence for the user.</summary>
    private static string? Try(string name, byte[] content, ref long records)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            records += Read(name, content);
        }
        catch (InvalidDataException error) when (error.Message.StartsWith(name, StringComparison.Ordinal))
        {
            // A sentence for the user: what should be.
        }
        catch (Exception error)
        {
            return error.ToString();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > MostBytes ? $"takes {allocated >> 20} MiB" : null;
    }

    private static long Read(string name, byte[] content)
    {
        long records = 0;
        var file = new InputFile(name, null, () => new MemoryStream(content));
        IRecordFormat format = FileFormats.ReaderOf(FileFormats.Resolve(null, name))!;
        foreach (SourceRecord record in format.Read(file, format.FindColumns(file))) records += record.Fields.Length > 0 ? 1 : 0;
        return records;
    }

    private byte[] Mutate(byte[] valid)
    {
        List<byte> bytes = [.. valid];
        for (int change = _random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            int at = _random.Next(bytes.Count), count = Math.Min(_random.Next(1, 16), bytes.Count - at);
            switch (_random.Next(6))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
                case 2: bytes.RemoveRange(at, count); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 4: bytes.Insert(at, "\"\n\r\t,{}[]\\#-.\0\u00ff"u8[_random.Next(15)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Compressed(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(content);
        return memory.ToArray();
    }
}
