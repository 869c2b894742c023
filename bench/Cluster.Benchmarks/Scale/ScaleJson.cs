using System.Text.Json;

namespace Cluster.Benchmarks.Scale;

/// <summary>Writes predictions as one line of JSON.</summary>
internal static class ScaleJson
{
    /// <summary>The line.</summary>
    /// <param name="input">What was predicted.</param>
    /// <param name="curves">The predictions.</param>
    public static string Write(ScaleInput input, IReadOnlyList<ScaleCurve> curves) => JsonSerializer.Serialize(
        new
        {
            Preset = input.Preset.Name,
            input.Shape,
            input.Costs,
            input.Shards,
            input.Latency,
            Curves = curves.Select(curve => new
            {
                Link = curve.Link.Name,
                curve.Mode,
                Points = curve.Points.Select(point => new
                {
                    point.Workers,
                    TokensPerSecond = curve.TokensPerSecond(point),
                    StepSeconds = point.Seconds,
                    point.Compute,
                    point.Fold,
                    point.Exchange,
                    point.Update,
                    point.Control,
                    point.MovedBytes,
                    point.Longest,
                }),
            }),
        },
        JsonSerializerOptions.Web);
}
