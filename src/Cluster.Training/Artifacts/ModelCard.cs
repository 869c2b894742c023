using System.Globalization;
using System.Text;
using System.Text.Json;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>Writes README.md: what a person wants to know first, with YAML front matter for model hubs.</summary>
internal static class ModelCard
{
    private const int MaxLabels = 50;

    /// <summary>Writes the file.</summary>
    public static void Write(Stream stream, ModelContent content, string weightsSha256)
    {
        StringBuilder card = new();
        TaskWords words = TaskWords.Of(content.Spec.Task);
        AppendFrontMatter(card, content);
        card.Append(CultureInfo.InvariantCulture, $"""

            # {content.Job}

            {words.Purpose}. Trained by Cluster {ModelProvenance.Version} on
            `{content.Spec.Data.Dataset}` in {content.Step} steps; {content.Network.Layout.ParameterCount} parameters.

            """);
        if (content.Dataset.Labels.Count > 0) card.Append(CultureInfo.InvariantCulture, $"\nClasses: {Labels(content.Dataset.Labels)}\n");
        AppendLayers(card, content.Network);
        AppendMetrics(card, content.Metrics);
        card.Append("\n## Use\n\n");
        if (words.Use is { } use)
            card.Append(CultureInfo.InvariantCulture, $"`{use.Replace("{0}", content.Job, StringComparison.Ordinal)}` asks the model where it was trained.\n");
        card.Append(CultureInfo.InvariantCulture, $"""
            `python3 {ModelFiles.PyTorchScript} {Example(content)}` asks it without Cluster. The script needs PyTorch
            alone; `load_pytorch.load(folder)` in it returns a `torch.nn.Module` whose parameters have the names
            of `{ModelFiles.Weights}`:

            ```python
            import load_pytorch
            network = load_pytorch.load(".")
            logits = network({(content.Network.Data.Features > 0 ? "numbers" : "tokens")}, lengths{(HasLetters(content) ? ", letters, letter_counts" : "")})
            ```

            Token ids and classes are line numbers, from 0, in `{ModelFiles.Vocabulary}` and `{ModelFiles.Labels}`{Letters(content)}; `\n`, `\r`, `\t`, `\\` and
            `\u` with four hex digits are escapes in them.

            ## Origin

            `{ModelFiles.Spec}` repeats the run. In the numeric class `{content.NumericClass}` it gives, on any number of machines,
            the same weights with SHA-256 `{weightsSha256}`. More in `{ModelFiles.Provenance}`.

            """);
        stream.Write(Encoding.UTF8.GetBytes(card.ToString()));
    }

    private static void AppendFrontMatter(StringBuilder card, ModelContent content) =>
        // A JSON string is a YAML string, whatever is in it.
        card.Append(CultureInfo.InvariantCulture, $"""
            ---
            library_name: cluster
            pipeline_tag: {TaskWords.Of(content.Spec.Task).PipelineTag}
            datasets:
            - {JsonSerializer.Serialize(content.Spec.Data.Dataset)}
            metrics:
            - {TaskWords.Of(content.Spec.Task).Metric}
            ---

            """);

    private static void AppendLayers(StringBuilder card, Network network)
    {
        card.Append("\n## Layers\n\n| name | kind | output | parameters |\n| --- | --- | --- | ---: |\n");
        foreach (NetworkLayer layer in network.Layers)
        {
            string output = layer.Output.IsSequence ? $"[B, T, {layer.Output.Size}]" : $"[B, {layer.Output.Size}]";
            long parameters = layer.Parameters.Sum(parameter => (long)parameter.Count);
            card.Append(CultureInfo.InvariantCulture, $"| {layer.Name} | {layer.Kind} | {output} | {parameters} |\n");
        }
    }

    private static void AppendMetrics(StringBuilder card, IReadOnlyDictionary<string, double> metrics)
    {
        if (metrics.Count == 0) return;
        card.Append("\n## Results\n\n| metric | value |\n| --- | ---: |\n");
        foreach ((string name, double value) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            card.Append(CultureInfo.InvariantCulture, $"| {name} | {value:0.####} |\n");
    }

    private static string Labels(IReadOnlyList<string> labels)
    {
        IEnumerable<string> shown = labels.Take(MaxLabels).Select(label => $"`{EscapedLines.Escape(label).Replace('`', '\'')}`");
        return string.Join(", ", shown) + (labels.Count > MaxLabels ? ", and more in labels.txt." : ".");
    }

    private static string Example(ModelContent content) =>
        content.Network.Data.Features > 0 ? "--rows \"1,2;3,4\""
        : content.Spec.Tokens?.Level == TokenSpec.Types.Level.Subword ? "--split \"some tokens\""
        : "\"some text\"";

    private static bool HasLetters(ModelContent content) => content.Dataset.Characters.Size > 0;

    private static string Letters(ModelContent content) =>
        HasLetters(content) ? $", letter ids in `{ModelFiles.Characters}`" : "";
}
