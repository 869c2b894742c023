using System.Globalization;
using System.Text;
using static Cluster.Benchmarks.Scale.ScaleAxes;

namespace Cluster.Benchmarks.Scale;

/// <summary>Draws tokens a second over workers, both by powers, as an SVG: a colour for each link, a dash for each mode.</summary>
internal static class ScalePlot
{
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
        string[] links = [.. curves.Select(curve => curve.Link.Name).Distinct()], modes = [.. curves.Select(curve => curve.Mode.Name).Distinct()];
        double alone = curves[0].TokensPerSecond(curves[0].Points[0]);
        AppendLine(text, axes, ScaleInput.Workers.Select(workers => (workers, alone * workers)), "#999", "");
        foreach (ScaleCurve curve in curves)
            AppendLine(text, axes, curve.Points.Select(point => (point.Workers, curve.TokensPerSecond(point))), Colours[Array.IndexOf(links, curve.Link.Name)], Dashes[Array.IndexOf(modes, curve.Mode.Name)]);
        AppendLegend(text, links, modes);
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
            Line(text, $"<text x=\"{Left - 8}\" y=\"{axes.Y(tokens) + 4:0.0}\" text-anchor=\"end\">{tokens:#,0}</text>");
        }

        Line(text, $"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 46}\" text-anchor=\"middle\">workers</text>");
    }

    private static void AppendLine(StringBuilder text, ScaleAxes axes, IEnumerable<(int Workers, double Tokens)> points, string colour, string dash)
    {
        string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Workers):0.0},{axes.Y(point.Tokens):0.0}")));
        Line(text, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"{dash}\"/>");
    }

    private static void AppendLegend(StringBuilder text, string[] links, string[] modes)
    {
        double y = Top + 12;
        foreach ((string name, string colour, string dash) in links.Select((link, i) => (link, Colours[i], "")).Append(("as fast as one each", "#999", ""))
            .Concat(modes.Select((mode, i) => (mode, "#000", Dashes[i]))))
        {
            Line(text, $"<path d=\"M740 {y}h28\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"{dash}\"/><text x=\"776\" y=\"{y + 4}\">{name}</text>");
            y += 22;
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
