using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cluster.Training.Blobs;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Artifacts;

/// <summary>Makes a model of files that came from outside. Nothing in them is believed before it was checked.</summary>
public static class ModelImport
{
    private const int DigestCharacters = 12;
    private const int LongestName = 40;

    /// <summary>Reads and checks all files, the weights number by number.</summary>
    /// <param name="blobs">Holds the files.</param>
    /// <param name="name">Begin of the id: lower-case letters, digits and dashes, at most 40; empty for the name in the spec.</param>
    /// <param name="files">The files, each name once.</param>
    /// <param name="time">When it is imported.</param>
    /// <returns>The model. Its id follows from name and content, so the same import gives the same model.</returns>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or the files do not fit each other.</exception>
    public static Model Read(BlobStore blobs, string name, IReadOnlyList<ModelFile> files, DateTimeOffset time)
    {
        ModelFile[] ordered = [.. files.OrderBy(file => file.Name != ModelFiles.Weights).ThenBy(file => file.Name, StringComparer.Ordinal)];
        var model = new Model { Id = name, CreateTime = Timestamp.FromDateTimeOffset(time), Files = { ordered } };
        LoadedModel loaded = ModelReader.Read(blobs, model);
        loaded.CheckWeights();
        model.Id = $"{CheckedName(name.Length > 0 ? name : loaded.Spec.Name)}-{DigestOf(ordered)}";
        model.WeightsSha256 = ordered[0].Sha256;
        model.Parameters = loaded.Network.Layout.ParameterCount;
        model.Labels.Add(loaded.Labels);
        model.Task = loaded.Spec.Task;
        model.Input = loaded.Input;
        AddMetrics(model, blobs);
        return model;
    }

    private static string CheckedName(string name)
    {
        bool plain = name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        return plain ? name
            : throw new InvalidDataException($"A model's name has 1 to {LongestName} lower-case letters, digits and dashes; '{name}' is none.");
    }

    private static string DigestOf(IEnumerable<ModelFile> files)
    {
        string list = string.Concat(files.Select(file => $"{file.Sha256} {file.Name}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..DigestCharacters];
    }

    /// <summary>Metrics are told, not used: what can't be read of them is left out.</summary>
    private static void AddMetrics(Model model, BlobStore blobs)
    {
        if (model.Files.FirstOrDefault(file => file.Name == ModelFiles.Metrics) is not { } metrics) return;
        try
        {
            using Stream file = blobs.OpenRead(metrics.Sha256);
            using JsonDocument document = JsonFile.Read(file);
            foreach (JsonProperty metric in document.RootElement.EnumerateObject().Where(metric => metric.Value.ValueKind == JsonValueKind.Number))
                model.Metrics[metric.Name] = metric.Value.GetDouble();
        }
        catch (InvalidDataException)
        {
            model.Metrics.Clear();
        }
    }
}
