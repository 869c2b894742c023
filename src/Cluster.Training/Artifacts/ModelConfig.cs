using System.Text.Json;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cluster.Training.Artifacts;

/// <summary>Writes and reads config.json: what a program needs to build the network without our code.</summary>
internal static class ModelConfig
{
    /// <summary>Value of the member <c>format</c>; another number where an old reader would go wrong.</summary>
    private const string Format = "cluster-model/1";

    /// <summary>Writes the file.</summary>
    public static void Write(Stream stream, JobSpec spec, Network network) => JsonFile.Write(stream, json =>
    {
        json.WriteString("format", Format);
        json.WriteString("task", JobSpec.Descriptor.FindDescriptor<EnumDescriptor>("Task").FindValueByNumber((int)spec.Task).Name);
        json.WriteNumber("vocabularySize", network.Data.VocabularySize);
        json.WriteNumber("characterVocabularySize", network.Data.CharacterVocabularySize);
        json.WriteNumber("vectorSize", network.Data.VectorSize);
        json.WriteNumber("features", network.Data.Features);
        json.WriteNumber("outputs", network.Data.Outputs);
        json.WriteString("target", $"{network.Data.Target}");
        json.WriteBoolean("targetPerStep", network.Data.TargetPerStep);
        json.WriteNumber("maxLength", spec.Tokens.MaxLength);
        json.WriteStartArray("layers");
        foreach (NetworkLayer layer in network.Layers) WriteLayer(json, layer);
        json.WriteEndArray();
    });

    /// <summary>Reads what the network was trained on, which the other files must agree with.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of a format that is not known.</exception>
    public static DataShape Read(Stream stream)
    {
        using JsonDocument document = JsonFile.Read(stream);
        string? format = JsonFile.Text(document, "format");
        if (format != Format) throw new InvalidDataException($"The format is '{format}', not '{Format}'.");
        return JsonFile.Number(document, "vocabularySize") is int vocabularySize
            && JsonFile.Number(document, "features") is int features
            && JsonFile.Number(document, "outputs") is int outputs
            && Enum.TryParse(JsonFile.Text(document, "target"), out TargetKind target)
            && document.RootElement.TryGetProperty("targetPerStep", out JsonElement perStep)
            ? new DataShape(vocabularySize, features, outputs, target, perStep.ValueKind == JsonValueKind.True)
            {
                // Members that came later; a folder without them has neither letters nor pretrained vectors.
                CharacterVocabularySize = JsonFile.Number(document, "characterVocabularySize") ?? 0,
                VectorSize = JsonFile.Number(document, "vectorSize") ?? 0,
            }
            : throw new InvalidDataException("It does not say what the network reads and gives.");
    }

    private static void WriteLayer(Utf8JsonWriter json, NetworkLayer layer)
    {
        json.WriteStartObject();
        json.WriteString("name", layer.Name);
        json.WriteString("kind", layer.Kind);
        json.WriteNumber("inputSize", layer.Input.Size);
        json.WriteNumber("outputSize", layer.Output.Size);
        json.WriteBoolean("outputIsSequence", layer.Output.IsSequence);
        json.WritePropertyName("settings");
        using JsonDocument settings = JsonDocument.Parse(JsonFormatter.Default.Format(layer.Spec));
        settings.RootElement.WriteTo(json);
        json.WriteEndObject();
    }
}
