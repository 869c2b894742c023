using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Cluster.Training.Artifacts;

/// <summary>Writes and reads provenance.json: where a model comes from.</summary>
internal static class ModelProvenance
{
    private const string WeightsDigest = "weightsSha256";

    /// <summary>Version of this program, with its commit where the build knew it.</summary>
    public static string Version { get; } =
        typeof(ModelProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Writes the file.</summary>
    public static void Write(Stream stream, ModelContent content, string weightsSha256, DateTimeOffset time) => JsonFile.Write(stream, json =>
    {
        json.WriteString("job", content.Job);
        json.WriteString("dataset", content.Spec.Data.Dataset);
        json.WriteString("datasetSha256", content.Dataset.Digest);
        json.WriteNumber("seed", content.Spec.Training.Seed);
        json.WriteNumber("steps", content.Step);
        json.WriteString("numericClass", content.NumericClass);
        json.WriteString("clusterVersion", Version);
        json.WriteString("dotnetVersion", Environment.Version.ToString());
        json.WriteString(WeightsDigest, weightsSha256);
        json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    });

    /// <summary>Reads the digest that model.safetensors must have.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static string ReadWeightsDigest(Stream stream)
    {
        using JsonDocument document = JsonFile.Read(stream);
        return JsonFile.Text(document, WeightsDigest) ?? throw new InvalidDataException("There is no digest of the weights.");
    }
}
