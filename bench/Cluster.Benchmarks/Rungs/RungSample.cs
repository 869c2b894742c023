using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cluster.Benchmarks.Rungs;

/// <summary>What a rung came to in one round. Also the line of JSON that a program which is a rung prints last.</summary>
/// <param name="Workers">Workers that took part.</param>
/// <param name="Tokens">Tokens of a step, over all workers.</param>
/// <param name="Steps">The steps that count.</param>
internal sealed record RungSample(int Workers, long Tokens, IReadOnlyList<StepTime> Steps)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Arithmetic of a step in operations, where it is not that of the preset.</summary>
    public double? Flops { get; init; }

    /// <summary>Floats that were averaged, where that is measured.</summary>
    public long? Floats { get; init; }

    /// <summary>Managed bytes allocated in a step, on average; null if not measured.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>Those of them in arrays that are so large that they go on the large object heap.</summary>
    public double? LargeBytes { get; init; }

    /// <summary>Types of those arrays.</summary>
    public IReadOnlyList<string>? LargeTypes { get; init; }

    /// <summary>What the program says it is, such as its version; null if nothing.</summary>
    public string? Program { get; init; }

    /// <summary>Reads the last line of a program's output.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static RungSample Parse(string output) =>
        JsonSerializer.Deserialize<RungSample>(output.TrimEnd().Split('\n')[^1], Json) ?? throw new JsonException("There is no sample.");

    /// <summary>The line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Median over the steps.</summary>
    /// <param name="value">Of what.</param>
    public double Median(Func<StepTime, double> value) => Statistics.Median(Steps.Select(value));
}
