using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Training.Specs;

/// <summary>A spec as a text: proto3 JSON, fields in the order of the proto, indented by two spaces, ending in a line feed.</summary>
public static class SpecDocument
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation("  "));

    /// <summary>Writes a spec; equal specs give equal texts.</summary>
    /// <param name="spec">The spec.</param>
    public static string Write(JobSpec spec) => Formatter.Format(spec).ReplaceLineEndings("\n") + "\n";

    /// <summary>Reads a spec.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is not JSON, or has an unknown field or a value of the wrong type.</exception>
    public static JobSpec Read(string json)
    {
        try
        {
            return JsonParser.Default.Parse<JobSpec>(json);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidDataException($"This is not a spec: {error.Message}", error);
        }
    }
}
