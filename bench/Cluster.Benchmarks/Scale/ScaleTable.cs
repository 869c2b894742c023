using System.Globalization;
using System.Text;
using Cluster.Benchmarks.Scale.Model;

namespace Cluster.Benchmarks.Scale;

/// <summary>Writes predictions as tables in Markdown.</summary>
internal static class ScaleTable
{
    /// <summary>The tables.</summary>
    /// <param name="input">What was predicted.</param>
    /// <param name="curves">The predictions.</param>
    public static string Write(ScaleInput input, IReadOnlyList<ScaleCurve> curves)
    {
        var text = new StringBuilder();
        StepCosts costs = input.Costs;
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Predicted, preset {input.Preset.Name}, {input.Shards * input.Preset.Sequences} sequences a worker, {input.Latency * 1e3:0.###} ms from worker to worker. Of one worker: a shard {costs.ShardSeconds * 1e3:0.00} ms, update {costs.UpdateSeconds * 1e3:0.00} ms, control {costs.ControlSeconds * 1e3:0.00} ms; a gradient of {input.Shape.Length} floats, {input.Shape.Density * 100:0.0} % of the embedding touched by a shard.");
        foreach (IGrouping<Link, ScaleCurve> link in curves.GroupBy(curve => curve.Link)) AppendLink(text, link.Key, [.. link]);
        if (input.Ladder is { } ladder) AppendComparison(text, input, ladder);
        return text.ToString();
    }

    private static void AppendLink(StringBuilder text, Link link, ScaleCurve[] modes)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"\n{link.Name}:\n");
        text.AppendLine("| workers | ms a step | of these compute | exchange | control | tokens/s | speed of a worker |"
            + string.Concat(modes.Skip(1).Select(mode => $" {mode.Mode.Name}: tokens/s | speed of a worker |")));
        text.AppendLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |" + string.Concat(modes.Skip(1).Select(_ => " ---: | ---: |")));
        for (int i = 0; i < modes[0].Points.Count; i++)
        {
            Prediction step = modes[0].Points[i];
            text.Append(CultureInfo.InvariantCulture,
                $"| {step.Workers} | {step.Seconds * 1e3:0.0} | {step.Compute * 1e3:0.0} | {step.Exchange * 1e3:0.0} | {step.Control * 1e3:0.0} | {modes[0].TokensPerSecond(step):0} | {modes[0].Efficiency(step):0.00} |");
            foreach (ScaleCurve mode in modes.Skip(1))
                text.Append(CultureInfo.InvariantCulture, $" {mode.TokensPerSecond(mode.Points[i]):0} | {modes[0].Points[0].Seconds / mode.Points[i].Seconds:0.00} |");
            text.AppendLine();
        }
    }

    private static void AppendComparison(StringBuilder text, ScaleInput input, MeasuredLadder ladder)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"\nThe measured silos, all on this machine of {Environment.ProcessorCount} cores, and what is predicted for them there:\n");
        text.AppendLine("| silos | | ms a step | compute | fold | exchange | update | control | bytes moved |");
        text.AppendLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (MeasuredRung rung in ladder.Silos)
        {
            var model = new StepModel(input.Shape, input.Costs.Shared((double)rung.Workers / Environment.ProcessorCount), shardsPerWorker: 1);
            Prediction step = model.Predict(rung.Workers, Link.Loopback, SyncMode.EveryStep);
            Append("measured", new Prediction(rung.Workers, rung.Compute, rung.Fold, rung.Exchange, rung.Update, rung.Control, rung.MovedBytes), rung.StepSeconds);
            Append("predicted", step, step.Seconds);
        }

        void Append(string what, Prediction step, double seconds) => text.AppendLine(CultureInfo.InvariantCulture,
            $"| {step.Workers} | {what} | {seconds * 1e3:0.00} | {step.Compute * 1e3:0.00} | {step.Fold * 1e3:0.00} | {step.Exchange * 1e3:0.00} | {step.Update * 1e3:0.00} | {step.Control * 1e3:0.00} | {step.MovedBytes:0} |");
    }
}
