using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;

namespace Cluster.Client.Rendering;

/// <summary>One JSON object on one line: protocol messages as proto3 JSON, own results in the same lowerCamelCase.</summary>
internal static class JsonLine
{
    private static readonly JsonFormatter Messages = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly JsonSerializerOptions Results = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Metrics of a run that diverged may be NaN, which plain JSON lacks.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a protocol message.</summary>
    public static void WriteMessage(TextWriter output, IMessage message) => output.WriteLine(Messages.Format(message));

    /// <summary>Writes a result.</summary>
    public static void WriteResult<T>(TextWriter output, T result) => output.WriteLine(JsonSerializer.Serialize(result, Results));
}
