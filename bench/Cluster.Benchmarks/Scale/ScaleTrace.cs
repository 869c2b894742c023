using System.Globalization;

namespace Cluster.Benchmarks.Scale;

/// <summary>What one link looks like in the picture; links that look alike are one.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Paths">The points of each mode's line.</param>
internal sealed record ScaleTrace(string Name, IReadOnlyList<string> Paths)
{
    /// <summary>The traces of all curves, slowest link first.</summary>
    public static IReadOnlyList<ScaleTrace> Of(ScaleAxes axes, IReadOnlyList<ScaleCurve> curves)
    {
        List<ScaleTrace> traces = [];
        string first = "";
        foreach (IGrouping<string, ScaleCurve> link in curves.GroupBy(curve => curve.Link.Name))
        {
            string[] paths = [.. link.Select(curve => Path(axes, curve.Points.Select(point => (point.Workers, curve.TokensPerSecond(point)))))];
            bool isAlike = traces.Count > 0 && traces[^1].Paths.SequenceEqual(paths);
            if (isAlike) traces[^1] = new ScaleTrace($"{first} to {link.Key}", paths);
            else traces.Add(new ScaleTrace(first = link.Key, paths));
        }

        return traces;
    }

    /// <summary>The points of a line.</summary>
    public static string Path(ScaleAxes axes, IEnumerable<(int Workers, double Tokens)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{ScaleAxes.X(point.Workers):0.0},{axes.Y(point.Tokens):0.0}")));
}
