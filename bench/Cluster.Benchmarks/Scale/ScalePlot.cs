using System.Globalization;
using System.Text;
using static Cluster.Benchmarks.Scale.ScaleAxes;

namespace Cluster.Benchmarks.Scale;

/// <summary>Draws tokens a second over workers, both by powers, as an SVG: a colour for each link, or for several that come out alike, and a dash for each mode.</summary>
internal static class ScalePlot
{
    private const string Proportional = "#999";

    private static readonly string[] Colours = ["#b03a2e", "#ca6f1e", "#1e8449", "#2471a3", "#6c3483"];
    private static readonly string[] Dashes = ["", "7 4", "2 3"];

    /// <summary>The file's text.</summary>
    /// <param name="input">What was predicted.</param>
    /// <param name="curves">The predictions.</param>
    public static string Draw(ScaleInput input, IReadOnlyList<ScaleCurve> curves)
    {
        var axes = new ScaleAxes(curves.Min(curve => curve.Points.Min(curve.TokensPerSecond)), curves.Max(curve => curve.Points.Max(curve.TokensPerSecond)));
        var text = new StringBuilder();
        Line(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 540\" font-family=\"sans-serif\" font-size=\"13\">");
        Line(text, $"<rect width=\"960\" height=\"540\" fill=\"#fff\"/>");
        Line(text, $"<text x=\"{Left}\" y=\"28\" font-size=\"16\">Predicted tokens/s, preset {input.Preset.Name}, {input.Preset.Sequences * input.Shards} sequences a worker, {input.Latency * 1e3:0.###} ms one way</text>");
        AppendAxes(text, axes);
        IReadOnlyList<ScaleTrace> traces = ScaleTrace.Of(axes, curves);
        string[] modes = [.. curves.Select(curve => curve.Mode.Name).Distinct()];
        double alone = curves[0].TokensPerSecond(curves[0].Points[0]);
        AppendLine(text, ScaleTrace.Path(axes, ScaleInput.Workers.Select(workers => (workers, alone * workers))), Proportional, "");
        foreach ((ScaleTrace trace, string colour) in traces.Zip(Colours))
        {
            foreach ((string path, string dash) in trace.Paths.Zip(Dashes)) AppendLine(text, path, colour, dash);
        }

        AppendLegend(text, [.. traces.Select(trace => trace.Name)], modes);
        Line(text, $"</svg>");
        return text.ToString();
    }

    private static void AppendAxes(StringBuilder text, ScaleAxes axes)
    {
        foreach (int workers in ScaleInput.Workers)
        {
            Line(text, $"<path d=\"M{X(workers):0.0} {Top}v{Height}\" stroke=\"#eee\"/>");
            Line(text, $"<text x=\"{X(workers):0.0}\" y=\"{Top + Height + 20}\" text-anchor=\"middle\">{workers}</text>");
        }

        for (double tokens = axes.Lowest; tokens <= axes.Highest; tokens *= 10)
        {
            Line(text, $"<path d=\"M{Left} {axes.Y(tokens):0.0}h{Width}\" stroke=\"#ddd\"/>");
            Line(text, $"<text x=\"{Left - 8}\" y=\"{axes.Y(tokens) + 4:0.0}\" text-anchor=\"end\">{Short(tokens)}</text>");
        }

        Line(text, $"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 46}\" text-anchor=\"middle\">workers</text>");
    }

    // Few letters, so that they fit to the left of the axis.
    private static string Short(double tokens) => tokens switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:0} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e3:0} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{tokens:0}"),
    };

    private static void AppendLine(StringBuilder text, string path, string colour, string dash) =>
        Line(text, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"{Dashed(dash)}/>");

    private static string Dashed(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static void AppendLegend(StringBuilder text, string[] links, string[] modes)
    {
        double y = Top + 12;
        foreach ((string link, string colour) in links.Zip(Colours)) AppendSample(link, colour, "");
        AppendSample("as fast as one each", Proportional, "");
        y += 14;
        foreach ((string mode, string dash) in modes.Zip(Dashes)) AppendSample(mode, "#000", dash);

        void AppendSample(string name, string colour, string dash)
        {
            Line(text, $"<path d=\"M740 {y}h28\" stroke=\"{colour}\" stroke-width=\"1.8\"{Dashed(dash)}/><text x=\"776\" y=\"{y + 4}\">{name}</text>");
            y += 22;
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
