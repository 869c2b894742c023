using System.Text.Json;
using Cluster.Training.Data;

namespace Cluster.Training.Artifacts;

/// <summary>Writes and reads scaling.json: how the columns of a series were scaled, and which of them each output predicts.</summary>
internal static class ScalingFile
{
    /// <summary>Writes the file.</summary>
    public static void Write(Stream file, SeriesScaling scaling) => JsonFile.Write(file, json =>
    {
        json.WritePropertyName("columns");
        JsonSerializer.Serialize(json, scaling.Columns);
        json.WritePropertyName("means");
        JsonSerializer.Serialize(json, scaling.Means);
        json.WritePropertyName("deviations");
        JsonSerializer.Serialize(json, scaling.Deviations);
        json.WritePropertyName("outputs");
        JsonSerializer.Serialize(json, scaling.Targets.Select(column => scaling.Columns[column]));
    });

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or its lists do not fit each other.</exception>
    public static SeriesScaling Read(Stream file)
    {
        using JsonDocument document = JsonFile.Read(file);
        string[] columns = List<string>(document, "columns"), outputs = List<string>(document, "outputs");
        double[] means = List<double>(document, "means"), deviations = List<double>(document, "deviations");
        int[] targets = Array.ConvertAll(outputs, output => Array.IndexOf(columns, output));
        if (targets.Contains(-1)) throw new InvalidDataException("An output is none of the columns.");
        bool fits = means.Length == columns.Length && deviations.Length == columns.Length
            && means.All(double.IsFinite) && deviations.All(value => double.IsFinite(value) && value > 0);
        return fits ? new SeriesScaling(columns, means, deviations, targets)
            : throw new InvalidDataException("Each column must have a mean and a deviation over 0.");
    }

    private static T[] List<T>(JsonDocument document, string member)
        where T : notnull
    {
        try
        {
            T[]? list = document.RootElement.GetProperty(member).Deserialize<T[]>();
            return list is not null && list.All(item => item is not null) ? list : throw new JsonException();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"There is no list {member}.", error);
        }
    }
}
