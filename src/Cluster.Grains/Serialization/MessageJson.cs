using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;

namespace Cluster.Grains.Serialization;

/// <summary>Writes a message within a record in its own wire format: read as a plain object it would lose its lists and maps.</summary>
internal sealed class MessageJson : JsonConverter<IMessage>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(IMessage).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override IMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MessageCodec.ParserOf(typeToConvert).ParseFrom(reader.GetBytesFromBase64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IMessage value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.ToByteArray());
}
