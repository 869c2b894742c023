using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Cluster.Training.Artifacts.Onnx;

/// <summary>
/// A graph in the making: operators in order, constants by name. Field numbers and enum values are those of onnx.proto in the
/// public ONNX specification, IR version 8.
/// </summary>
internal sealed class OnnxGraph
{
    private const int OperatorSetVersion = 17;
    private const int IrVersion = 8;
    private const int Float = 1;
    private const int Int64 = 7;

    private readonly List<byte[]> _nodes = [];
    private readonly List<(string Name, int Type, long[] Shape, ReadOnlyMemory<byte> Data)> _constants = [];
    private int _names;

    /// <summary>Adds an operator.</summary>
    /// <param name="kind">Its name in the specification.</param>
    /// <param name="inputs">What it reads; an empty name for an optional input that is left out.</param>
    /// <param name="attributes">Its settings.</param>
    /// <param name="outputs">Outputs it has; an empty name for one that is not read.</param>
    public string[] AddAll(string kind, string[] inputs, (string Name, object Value)[] attributes, int outputs)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => NewName(kind))];
        _nodes.Add(Message(output =>
        {
            foreach (string input in inputs) WriteText(output, 1, input);
            foreach (string name in names) WriteText(output, 2, name);
            WriteText(output, 4, kind);
            foreach ((string name, object value) in attributes) WriteMessage(output, 5, attribute => WriteAttribute(attribute, name, value));
        }));
        return names;
    }

    /// <summary>Adds an operator with one output, and returns its name.</summary>
    public string Add(string kind, string[] inputs, params (string Name, object Value)[] attributes) => AddAll(kind, inputs, attributes, 1)[0];

    /// <summary>Adds a constant of float32.</summary>
    public string Constant(ReadOnlyMemory<float> values, params long[] shape) =>
        Constant(Float, shape, MemoryMarshal.AsBytes(values.Span).ToArray());

    /// <summary>Adds a constant of one float32.</summary>
    public string Number(float value) => Constant(new[] { value }, 1);

    /// <summary>Adds a constant list of int64.</summary>
    public string Constant(params long[] values) => Constant(Int64, [values.Length], Bytes(values));

    /// <summary>Adds a constant int64 without axes.</summary>
    public string Scalar(long value) => Constant(Int64, [], Bytes([value]));

    /// <summary>Gives a result a certain name.</summary>
    public string Rename(string result, string name)
    {
        _nodes.Add(Message(output =>
        {
            WriteText(output, 1, result);
            WriteText(output, 2, name);
            WriteText(output, 4, "Identity");
        }));
        return name;
    }

    /// <summary>Writes the model.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="inputs">Name, whether int64 instead of float32, and axes: a size, or a name for one that is free.</param>
    /// <param name="output">Name of the result, and its axes.</param>
    public void Write(Stream stream, IReadOnlyList<(string Name, bool Whole, string[] Axes)> inputs, (string Name, string[] Axes) output)
    {
        var file = new CodedOutputStream(stream, leaveOpen: true);
        WriteNumber(file, 1, IrVersion);
        WriteText(file, 2, "cluster");
        byte[][] constants = [.. _constants.Select(constant => Message(tensor => WriteTensor(tensor, constant)))];
        WriteMessage(file, 7, graph =>
        {
            foreach (byte[] node in _nodes) WriteBytes(graph, 1, node);
            WriteText(graph, 2, "network");
            foreach (byte[] constant in constants) WriteBytes(graph, 5, constant);
            foreach ((string name, bool whole, string[] axes) in inputs) WriteMessage(graph, 11, value => WriteValue(value, name, whole, axes));
            WriteMessage(graph, 12, value => WriteValue(value, output.Name, whole: false, output.Axes));
        });
        WriteMessage(file, 8, version => WriteNumber(version, 2, OperatorSetVersion));
        file.Flush();
    }

    private string Constant(int type, long[] shape, ReadOnlyMemory<byte> data)
    {
        string name = NewName("constant");
        _constants.Add((name, type, shape, data));
        return name;
    }

    private string NewName(string stem) => FormattableString.Invariant($"{stem}_{_names++}");

    private static byte[] Bytes(long[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return bytes;
    }

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
    private static void WriteTensor(CodedOutputStream output, (string Name, int Type, long[] Shape, ReadOnlyMemory<byte> Data) constant)
    {
        foreach (long size in constant.Shape) WriteNumber(output, 1, size);
        WriteNumber(output, 2, constant.Type);
        WriteText(output, 8, constant.Name);
        WriteBytes(output, 9, constant.Data.Span);
    }

    // AttributeProto: name 1, f 2, i 3, s 4, ints 8, strings 9, type 20 with FLOAT 1, INT 2, STRING 3, INTS 7, STRINGS 8.
    private static void WriteAttribute(CodedOutputStream output, string name, object value)
    {
        WriteText(output, 1, name);
        switch (value)
        {
            case float number:
                output.WriteTag(2, WireFormat.WireType.Fixed32);
                output.WriteFloat(number);
                WriteNumber(output, 20, 1);
                break;
            case long number:
                WriteNumber(output, 3, number);
                WriteNumber(output, 20, 2);
                break;
            case string text:
                WriteText(output, 4, text);
                WriteNumber(output, 20, 3);
                break;
            case long[] numbers:
                foreach (long number in numbers) WriteNumber(output, 8, number);
                WriteNumber(output, 20, 7);
                break;
            default:
                throw new ArgumentException($"An attribute can't be a {value.GetType()}.", nameof(value));
        }
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; Shape: dim 1; Dimension: dim_value 1, dim_param 2.
    private static void WriteValue(CodedOutputStream output, string name, bool whole, string[] axes)
    {
        WriteText(output, 1, name);
        WriteMessage(output, 2, type => WriteMessage(type, 1, tensor =>
        {
            WriteNumber(tensor, 1, whole ? Int64 : Float);
            WriteMessage(tensor, 2, shape =>
            {
                foreach (string axis in axes) WriteMessage(shape, 1, dimension =>
                {
                    if (long.TryParse(axis, out long size)) WriteNumber(dimension, 1, size);
                    else WriteText(dimension, 2, axis);
                });
            });
        }));
    }

    private static void WriteNumber(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void WriteText(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void WriteBytes(CodedOutputStream output, int field, ReadOnlySpan<byte> value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write) => WriteBytes(output, field, Message(write));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) write(output);
        return bytes.ToArray();
    }
}
