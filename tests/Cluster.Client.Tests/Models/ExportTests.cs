using System.Buffers.Binary;
using System.Text;
using Cluster.Client.Tests.Commands;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Tests.Models;

public sealed class ExportTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _command = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _command.Environment["CLUSTER_SERVER"] = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_converted_model_arrives_beside_the_others()
    {
        byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        _server.Models.Exports.Add(("model.onnx", content, content));
        Assert.Equal(0, await _command.RunAsync("pull", "job-1", "--out", _folder.File("m"), "--format", "onnx"));
        Assert.Equal((_folder.File("m") + "\n", _folder.File("m/model.onnx") + "\n"), (_command.Out, _command.Error));
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder.File("m/model.onnx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_one_never_gets_its_name()
    {
        _server.Models.Exports.Add(("model.onnx", [1, 2], [1, 3]));
        Assert.Equal(1, await _command.RunAsync("pull", "job-1", "--out", _folder.File("m"), "--format", "onnx"));
        Assert.StartsWith("error: model.onnx of model job-1 arrived damaged", _command.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("m")));
    }

    [Fact]
    public async Task The_events_of_a_run_become_a_file_for_TensorBoard()
    {
        _server.Jobs.Job = new Job { Id = "job-1", State = Job.Types.State.Succeeded, CreateTime = Timestamp.FromDateTimeOffset(Events.Noon) };
        _server.Jobs.OnWatch = async (_, stream, _) =>
        {
            await stream.WriteAsync(Events.State(1, Job.Types.State.Running));
            await stream.WriteAsync(Events.Step(2, 1, loss: 1.5, accuracy: 0.25));
            await stream.WriteAsync(Events.Epoch(3, 0, 1, accuracy: 0.75));
            await stream.WriteAsync(new JobEvent { Sequence = 4, Time = Timestamp.FromDateTimeOffset(Events.Noon), ModelSaved = new ModelSaved { Metrics = { ["test/loss"] = 2 } } });
            await stream.WriteAsync(Events.State(5, Job.Types.State.Succeeded));
        };

        Assert.Equal(0, await _command.RunAsync("pull", "job-1", "--out", _folder.File("m"), "--format", "tensorboard"));

        string path = _folder.File($"m/events.out.tfevents.{Events.Noon.ToUnixTimeSeconds()}.job-1");
        List<byte[]> records = Records(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        (double time, long step, string version, List<(string, float)> values)[] events = [.. records.Select(Parse)];
        Assert.Equal(4, events.Length);
        Assert.Equal((Events.Noon.ToUnixTimeSeconds(), 0, "brain.Event:2"), (events[0].time, events[0].step, events[0].version));
        Assert.Equal((Events.Noon.ToUnixTimeSeconds() + 0.5, 1L), (events[1].time, events[1].step));
        Assert.Contains(("train/loss", 1.5f), events[1].values);
        Assert.Contains(("train/accuracy", 0.25f), events[1].values);
        Assert.Contains(("train/learning_rate", 0f), events[1].values);
        Assert.Contains(("system/examples_per_second", 64f), events[1].values);
        Assert.Equal([("validation/accuracy", 0.75f), ("validation/f1_macro", 0f)], events[2].values);
        Assert.Equal([("test/loss", 2f)], events[3].values);
        Assert.Equal(1, events[3].step);
    }

    [Fact]
    public async Task Events_of_a_job_that_runs_are_not_complete()
    {
        Assert.Equal(2, await _command.RunAsync("pull", "job-1", "--out", _folder.File("m"), "--format", "tensorboard"));
        Assert.Equal("error: The job job-1 has not ended; its events can be written when it has.\n", _command.Error);
    }

    /// <summary>RFC 3720 appendix B.4: CRC-32C of 32 bytes of zeros is 0x8a9136aa; checks the reader of this test.</summary>
    [Fact]
    public void The_checksum_of_the_test_is_that_of_the_standard() => Assert.Equal(0x8a9136aau, BitByBit(new byte[32]));

    /// <summary>Takes the framing apart, checking every checksum bit by bit.</summary>
    private static List<byte[]> Records(ReadOnlySpan<byte> file)
    {
        List<byte[]> records = [];
        while (file.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            Assert.Equal(Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            ReadOnlySpan<byte> record = file.Slice(12, length);
            Assert.Equal(Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            records.Add(record.ToArray());
            file = file[(16 + length)..];
        }

        return records;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = BitByBit(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        return ~crc;
    }

    private static (double Time, long Step, string Version, List<(string, float)> Values) Parse(byte[] record)
    {
        (double time, long step, string version, List<(string, float)> values) = (0, 0, "", []);
        CodedInputStream input = new(record);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (tag == 9) time = input.ReadDouble();
            else if (tag == 16) step = input.ReadInt64();
            else if (tag == 26) version = input.ReadString();
            else if (tag == 42) values = Values(input.ReadBytes());
            else Assert.Fail($"tag {tag}");
        }

        return (time, step, version, values);
    }

    private static List<(string, float)> Values(ByteString summary)
    {
        List<(string, float)> values = [];
        CodedInputStream input = new(summary.ToByteArray());
        while (input.ReadTag() == 10)
        {
            CodedInputStream value = new(input.ReadBytes().ToByteArray());
            Assert.Equal(10u, value.ReadTag());
            string name = Encoding.UTF8.GetString(value.ReadBytes().Span);
            Assert.Equal(21u, value.ReadTag());
            values.Add((name, value.ReadFloat()));
        }

        return values;
    }
}
