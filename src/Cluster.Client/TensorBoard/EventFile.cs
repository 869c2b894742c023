using Google.Protobuf;

namespace Cluster.Client.TensorBoard;

/// <summary>
/// Writes an event file for TensorBoard. Field numbers are those of its public event.proto and summary.proto: of an Event wall_time 1,
/// step 2, file_version 3, summary 5; of a Summary value 1; of a Value tag 1, simple_value 2.
/// </summary>
internal sealed class EventFile
{
    private const string Version = "brain.Event:2";

    private readonly RecordWriter _records;

    /// <summary>Begins a file.</summary>
    /// <param name="output">Receives the file.</param>
    /// <param name="time">When the run began.</param>
    public EventFile(Stream output, DateTimeOffset time)
    {
        _records = new RecordWriter(output);
        Write(time, 0, record =>
        {
            record.WriteTag(3, WireFormat.WireType.LengthDelimited);
            record.WriteString(Version);
        });
    }

    /// <summary>Writes some numbers of one step.</summary>
    /// <param name="time">When they were measured.</param>
    /// <param name="step">The step.</param>
    /// <param name="values">Tags, such as validation/loss, with numbers.</param>
    public void Add(DateTimeOffset time, long step, IEnumerable<(string Tag, double Value)> values) => Write(time, step, record =>
    {
        record.WriteTag(5, WireFormat.WireType.LengthDelimited);
        record.WriteBytes(Message(summary =>
        {
            foreach ((string tag, double value) in values)
            {
                summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
                summary.WriteBytes(Message(one =>
                {
                    one.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    one.WriteString(tag);
                    one.WriteTag(2, WireFormat.WireType.Fixed32);
                    one.WriteFloat((float)value);
                }));
            }
        }));
    });

    private void Write(DateTimeOffset time, long step, Action<CodedOutputStream> write) => _records.Write(Message(record =>
    {
        record.WriteTag(1, WireFormat.WireType.Fixed64);
        record.WriteDouble((time - DateTimeOffset.UnixEpoch).TotalSeconds);
        record.WriteTag(2, WireFormat.WireType.Varint);
        record.WriteInt64(step);
        write(record);
    }).Span);

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true)) write(output);
        return ByteString.CopyFrom(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
