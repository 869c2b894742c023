using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Cluster.Grains.Serialization;

/// <summary>Lets the public messages travel in grain calls and state, in their own wire format.</summary>
[Alias("cluster-message")]
public sealed class MessageCodec : IGeneralizedCodec, IGeneralizedCopier, ITypeFilter
{
    private static readonly ConcurrentDictionary<Type, MessageParser> Parsers = [];

    /// <inheritdoc/>
    public bool IsSupportedType(Type type) => typeof(IMessage).IsAssignableFrom(type) && !type.IsAbstract && type.Namespace == "Cluster.V1";

    /// <inheritdoc/>
    public bool? IsTypeAllowed(Type type) => IsSupportedType(type) ? true : null;

    /// <inheritdoc/>
    public object? DeepCopy(object? input, CopyContext context) => input switch
    {
        null => null,
        IMessage message => ParserOf(message.GetType()).ParseFrom(message.ToByteArray()),
        _ => throw new ArgumentException("not a message", nameof(input)),
    };

    /// <inheritdoc/>
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value)) return;
        byte[] bytes = ((IMessage)value!).ToByteArray();
        // The type is always written, also where it is the expected one: the reader is not told what is expected.
        writer.WriteFieldHeader(fieldIdDelta, null!, value.GetType(), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    /// <inheritdoc/>
    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference) return ReferenceCodec.ReadReference(ref reader, field.FieldType);
        field.EnsureWireType(WireType.LengthPrefixed);
        byte[] bytes = reader.ReadBytes(reader.ReadVarUInt32());
        IMessage message = ParserOf(field.FieldType!).ParseFrom(bytes);
        ReferenceCodec.RecordObject(reader.Session, message);
        return message;
    }

    /// <summary>The parser of a type of message.</summary>
    internal static MessageParser ParserOf(Type type) => Parsers.GetOrAdd(
        type, static type => ((MessageDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Parser);
}
