using System.Diagnostics;
using System.Text;
using Cluster.Training.Data.Files;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Files;

/// <summary>Runs alone, because it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(ReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(ReaderMemoryTests))]
public sealed class ReaderMemoryTests
{
    [Theory]
    [InlineData("x.csv", "text,label\n", "{0},\"some text, with a quote \"\" and more of it\",x\n")]
    [InlineData("x.jsonl", "", "{{\"text\":\"some text {0} and more of it\",\"label\":\"x\"}}\n")]
    public void A_file_of_a_hundred_megabytes_takes_no_memory_that_stays(string name, string header, string line)
    {
        string first = header.Length > 0 ? "id," + header : header;
        var file = new InputFile(name, null, () => new Lines(first, line, 100_000_000));
        IRecordFormat format = FileFormats.ReaderOf(FileFormats.Resolve(null, name))!;
        IReadOnlyList<string> columns = format.FindColumns(file);
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        int records = 0;
        var watch = Stopwatch.StartNew();
        foreach (SourceRecord record in format.Read(file, columns))
        {
            if (++records % 400_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.InRange(records, 1_500_000, 2_500_000);
        Assert.InRange(most, long.MinValue, 4 << 20);
        // It takes some two seconds; a reader that looks at the whole file again for each record would take days.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    /// <summary>Numbered lines that nobody keeps.</summary>
    private sealed class Lines(string first, string line, long least) : MemoryStream
    {
        private readonly CompositeFormat _line = CompositeFormat.Parse(line);
        private byte[] _current = Encoding.UTF8.GetBytes(first);
        private int _used;
        private long _given;
        private int _number;

        public override long Position { get => base.Position; set => (_used, _given, _number, _current) = (0, 0, 0, Encoding.UTF8.GetBytes(first)); }

        public override int ReadByte() => 'x';

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_used == _current.Length)
            {
                if (_given >= least) return 0;
                _current = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(_ => string.Format(null, _line, _number++))));
                _used = 0;
            }

            int read = Math.Min(count, _current.Length - _used);
            _current.AsSpan(_used, read).CopyTo(buffer.AsSpan(offset));
            _used += read;
            _given += read;
            return read;
        }
    }
}
