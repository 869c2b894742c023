using System.Text.Json;

namespace Cluster.Training.Artifacts;

/// <summary>Reads and checks the JSON header of a safetensors file, which may come from anywhere.</summary>
internal static class SafetensorsHeader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Returns properties and tensors, the latter in the order of their values.</summary>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format, or does not fit the data behind it.</exception>
    public static (Dictionary<string, string> Metadata, List<SafetensorsEntry> Entries) Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "The header is not an object.");
            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            List<SafetensorsEntry> entries = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == SafetensorsWriter.MetadataKey) ReadMetadata(property.Value, metadata);
                else entries.Add(ReadEntry(property.Name, property.Value));
            }

            entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
            CheckRanges(entries, dataLength);
            return (metadata, entries);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            throw new InvalidDataException($"The header is not valid JSON. {error.Message}", error);
        }
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"{SafetensorsWriter.MetadataKey} is not an object.");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            Require(property.Value.ValueKind == JsonValueKind.String, $"The value of {property.Name} is not a string.");
            metadata[property.Name] = property.Value.GetString()!;
        }
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"The entry of {name} is not an object.");
        Require(value.TryGetProperty("dtype", out JsonElement type) && type.ValueKind == JsonValueKind.String, $"{name} has no type.");
        Require(type.ValueEquals("F32"u8), $"{name} has the type {type.GetString()}; only F32 can be read.");
        long[] shape = ReadNumbers(name, value, "shape");
        long[] range = ReadNumbers(name, value, "data_offsets");
        Require(range.Length == 2 && range[0] <= range[1], $"{name} has no range of data.");
        long bytes = sizeof(float);
        foreach (long size in shape)
        {
            // Nothing can be longer than the file, so a product that overflows is too long as well.
            Require(size == 0 || bytes <= long.MaxValue / size, $"The shape of {name} is too large.");
            bytes *= size;
        }

        Require(range[1] - range[0] == bytes, $"{name} has {range[1] - range[0]} bytes, its shape needs {bytes}.");
        return new SafetensorsEntry(name, shape, range[0], range[1]);
    }

    private static long[] ReadNumbers(string name, JsonElement entry, string key)
    {
        Require(entry.TryGetProperty(key, out JsonElement list) && list.ValueKind == JsonValueKind.Array, $"{name} has no {key}.");
        long[] numbers = new long[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            bool whole = element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out numbers[i]) && numbers[i] >= 0;
            Require(whole, $"{key} of {name} holds something else than whole numbers from 0.");
            i++;
        }

        return numbers;
    }

    private static void CheckRanges(List<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            Require(entry.Begin == end, $"The data of {entry.Name} begins at {entry.Begin}, not at {end} where the tensor before ends.");
            end = entry.End;
        }

        Require(end == dataLength, $"The header speaks of {end} bytes of data, the file has {dataLength}.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException(otherwise);
    }
}
